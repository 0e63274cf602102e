import aws_cdk as cdk

from stacks.mail_stack import MailStack

app = cdk.App()
MailStack(app, "Mail")
app.synth()
