from pathlib import Path

from aws_cdk import Duration, Stack, aws_lambda as _lambda
from constructs import Construct

FUNCTIONS = Path(__file__).parent.parent / "functions"


class MailStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        _lambda.Function(
            self,
            "Send",
            runtime=_lambda.Runtime.PYTHON_3_13,
            handler="send.handler",
            code=_lambda.Code.from_asset("functions"),
            timeout=Duration.seconds(30),
        )

        _lambda.Function(
            self,
            "Bounce",
            runtime=_lambda.Runtime.PYTHON_3_13,
            handler="bounces.handler",
            code=_lambda.Code.from_asset(str(FUNCTIONS)),
        )
