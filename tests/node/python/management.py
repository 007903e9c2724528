"""What boto3 makes of each answer of the mock server's `@connections`.

Arguments: the endpoint, the control port's URL, and the id of a connection, which is closed at the end.
"""

import json
import sys
from datetime import datetime
from urllib.request import urlopen

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT, CONTROL, ID = sys.argv[1:]
CLIENT = boto3.client(
    "apigatewaymanagementapi",
    endpoint_url=ENDPOINT,
    region_name="eu-central-1",
    aws_access_key_id="anybody",
    aws_secret_access_key="anything",
    config=Config(retries={"total_max_attempts": 1}),
)


def post(connection: str, data: bytes = b"lost"):
    return CLIENT.post_to_connection(ConnectionId=connection, Data=data)


def get(connection: str):
    return CLIENT.get_connection(ConnectionId=connection)


def delete(connection: str):
    return CLIENT.delete_connection(ConnectionId=connection)


def fault(action: str) -> None:
    rule = json.dumps({"action": action, "times": 1}).encode()
    with urlopen(f"{CONTROL}/faults", data=rule) as answer:
        assert answer.status == 200


def refused(kind: type, status: int, name: str, call, *arguments) -> str:
    """The message of the exception that a call ends with."""
    try:
        call(*arguments)
    except kind as error:
        found = (error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"])
        assert found == (status, name), found
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__}{arguments[:1]} is not refused")


GONE = (CLIENT.exceptions.GoneException, 410, "GoneException")
TOO_LARGE = (CLIENT.exceptions.PayloadTooLargeException, 413, "PayloadTooLargeException")
LIMIT = (CLIENT.exceptions.LimitExceededException, 429, "LimitExceededException")

post(ID, b"taken")
shown = get(ID)
assert isinstance(shown["ConnectedAt"], datetime) and isinstance(shown["LastActiveAt"], datetime), shown
assert shown["Identity"]["SourceIp"] == "127.0.0.1", shown

for call in (post, get, delete):
    told = refused(ClientError, 400, "BadRequestException", call, "nobody")
    assert told == "Invalid connectionId: nobody", told
    refused(*GONE, call, "L0SM9cOFvHcCIhw=")
refused(*TOO_LARGE, post, ID, b"x" * (128 * 1024 + 1))
fault("limit_exceeded")
refused(*LIMIT, post, ID)
fault("gone")
refused(*GONE, post, ID)
post(ID, b"taken again")

delete(ID)
for call in (post, get, delete):
    refused(*GONE, call, ID)
