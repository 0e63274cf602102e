"""Works out the sizes of a new picture's thumbnails. The standard library only: it runs without pip install."""

import logging
from urllib.parse import unquote_plus

logger = logging.getLogger()
logger.setLevel(logging.INFO)

WIDTHS = (64, 256, 1024)


def lambda_handler(event, context):
    pictures = [record["s3"] for record in event["Records"]]
    return {"thumbnails": [name for picture in pictures for name in thumbnails(picture)]}


def thumbnails(picture):
    # S3 sends keys as a form would: a space is a plus.
    key = unquote_plus(picture["object"]["key"])
    stem, _, ending = key.rpartition(".")
    logger.info("picture %s, %d bytes", key, picture["object"]["size"])
    return [f"{stem}-{width}.{ending}" for width in WIDTHS]
