def main(event, context):
    """Makes a small picture of a large one."""
    return {"width": event.get("width", 100)}
