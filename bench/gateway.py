"""Requests as API Gateway hands them to Lambda, and the phones that send them."""

from __future__ import annotations

import json
from typing import Any

# What a browser's request has gathered by the time it has come through CloudFront and the gateway.
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "br,gzip",
    "Accept-Language": "vi-VN,vi;q=0.9,en;q=0.6",
    "Cache-Control": "no-cache",
    "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Desktop-Viewer": "false",
    "CloudFront-Is-Mobile-Viewer": "true",
    "CloudFront-Is-SmartTV-Viewer": "false",
    "CloudFront-Is-Tablet-Viewer": "false",
    "CloudFront-Viewer-ASN": "45899",
    "CloudFront-Viewer-Country": "VN",
    "Content-Type": "application/json",
    "Host": "a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com",
    "Origin": "https://d111111abcdef8.cloudfront.net",
    "Referer": "https://d111111abcdef8.cloudfront.net/hai-phong-2023/",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile",
    "Via": "2.0 0123456789abcdef.cloudfront.net (CloudFront)",
    "X-Amz-Cf-Id": "b7Yl3cJ0n1Vd5b2mZ8Jq8o4f2aXh0wVYk3m6zvS1Qw2eR4tY6uI8oA==",
    "X-Amzn-Trace-Id": "Root=1-67000000-0123456789abcdef01234567",
    "X-Forwarded-For": "203.0.113.7, 130.176.1.1",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
}


class Context:
    """What Lambda tells a function about its own call; Chalice only hands it on."""

    aws_request_id = "00000000-0000-4000-8000-000000000000"
    function_name = "measured"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:ap-southeast-1:000000000000:function:measured"
    memory_limit_in_mb = 1024


def put(resource: str, parameters: dict[str, str], body: dict[str, Any], cookie: str = "") -> dict[str, Any]:
    """Return the event of a PUT of ``body`` to ``resource``, whose braces are filled in from ``parameters``."""
    path = resource.format(**parameters)
    headers = _HEADERS | ({"Cookie": cookie} if cookie else {})
    return {
        "resource": resource,
        "path": path,
        "httpMethod": "PUT",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": {
            "resourceId": "abc123",
            "resourcePath": resource,
            "httpMethod": "PUT",
            "extendedRequestId": "A1b2C3d4E5f6GhI=",
            "requestTime": "23/Oct/2023:01:01:00 +0000",
            "path": f"/api{path}",
            "accountId": "000000000000",
            "protocol": "HTTP/1.1",
            "stage": "api",
            "requestTimeEpoch": 1698022860000,
            "requestId": "0f0e0d0c-0b0a-4908-8706-050403020100",
            "identity": {"sourceIp": "130.176.1.1", "userAgent": "Amazon CloudFront"},
            "domainName": "a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com",
            "apiId": "a1b2c3d4e5",
        },
        "body": json.dumps(body, separators=(",", ":")),
        "isBase64Encoded": False,
    }
