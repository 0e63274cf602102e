def handler(event, context):
    return {"size": 64}
