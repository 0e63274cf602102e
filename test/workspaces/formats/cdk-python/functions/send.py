def handler(event, context):
    return {"sent": len(event["to"])}
