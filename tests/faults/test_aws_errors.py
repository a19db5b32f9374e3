"""Which errors of AWS ask to be tried again, and how often botocore itself tries before it says so."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import botocore.exceptions as aws
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from pynamodb.exceptions import GetError

from chalicelib import functions
from chalicelib.domain.errors import Busy
from chalicelib.storage import attempts, aws_errors, objects, transactions
from chalicelib.storage.attempts import Key
from chalicelib.storage.models import AttemptItem
from simulator.cloud import Cloud
from tests.calls import through

KEY = Key("c", "r", "someone", 1)


def answered(code: str, status: int = 400, **more: Any) -> aws.ClientError:
    said = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return aws.ClientError(said, "Operation")  # type: ignore[arg-type]


def cancelled(*codes: str) -> aws.ClientError:
    return answered("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


PASSING = [
    answered("ThrottlingException"),
    answered("ProvisionedThroughputExceededException"),
    answered("RequestLimitExceeded"),
    answered("TransactionConflictException"),
    answered("TransactionInProgressException"),
    answered("SlowDown", 503),
    answered("RequestTimeout"),
    answered("TooManyRequestsException", 429),
    answered("InternalServerError", 500),
    answered("SomethingNobodyHasHeardOf", 502),
    cancelled("None", "TransactionConflict"),
    cancelled("ThrottlingError", "None"),
    aws.EndpointConnectionError(endpoint_url="x"),
    aws.ConnectTimeoutError(endpoint_url="x"),
    aws.ReadTimeoutError(endpoint_url="x"),
    aws.ConnectionClosedError(endpoint_url="x"),
    aws.IncompleteReadError(actual_bytes=1, expected_bytes=2),
    aws.ResponseStreamingError(error="x"),
]
LASTING = [
    answered("AccessDeniedException"),
    answered("ValidationException"),
    answered("ResourceNotFoundException"),
    answered("NoSuchKey", 404),
    answered("ConditionalCheckFailedException"),
    cancelled("ConditionalCheckFailed", "TransactionConflict"),
    cancelled("None", "ValidationError"),
    aws.NoCredentialsError(),
    aws.ParamValidationError(report="x"),
    LookupError("a bank is missing"),
]


@pytest.mark.parametrize("error", PASSING, ids=repr)
def test_it_passes(error: Exception):
    assert aws_errors.is_passing(error) is True


@pytest.mark.parametrize("error", LASTING, ids=repr)
def test_it_does_not_pass(error: Exception):
    assert aws_errors.is_passing(error) is False


@pytest.mark.parametrize("error", PASSING, ids=repr)
@pytest.mark.parametrize(
    "act",
    [
        lambda: attempts.get(KEY),
        lambda: attempts.claim(KEY, "session", 1, 2),
        lambda: list(attempts.of_round("c", "r", lambda attempt: attempt)),
        lambda: objects.get("hoithi-private", "x"),
    ],
    ids=["read", "update", "query", "object"],
)
def test_through_pynamodb_and_boto_it_still_passes(cloud: Cloud, act: Any, error: Exception):
    def fail(call: object, make: object) -> None:
        raise error

    with through(fail), pytest.raises(Busy), aws_errors.told_as_busy():
        act()


@pytest.mark.parametrize("error", LASTING[:3], ids=repr)
def test_what_does_not_pass_is_no_matter_of_being_busy(cloud: Cloud, error: Exception):
    def fail(call: object, make: object) -> None:
        raise error

    with through(fail), pytest.raises(GetError), aws_errors.told_as_busy():
        attempts.get(KEY)


class TestPatience:
    """How long a call is waited for and how often it is tried, down at the requests that botocore sends."""

    @pytest.fixture
    def slept(self) -> Iterator[list[float]]:
        """The seconds that botocore sleeps between tries, without sleeping."""
        seconds: list[float] = []
        with mock.patch("botocore.endpoint.time.sleep", seconds.append):
            yield seconds

    def test_a_throttled_table_is_asked_twice_within_a_second_and_a_half(self, cloud: Cloud, slept: list[float]):
        sent: list[object] = []

        def throttle(request: Any, **_: object) -> AWSResponse:
            sent.append(request)
            body = json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": ""})
            return AWSResponse(request.url, 400, {}, Raw(body.encode()))  # type: ignore[arg-type]

        events = AttemptItem._get_connection().connection.client.meta.events
        events.register_first("before-send.dynamodb", throttle)
        try:
            with pytest.raises(Busy), aws_errors.told_as_busy():
                attempts.get(KEY)
        finally:
            events.unregister("before-send.dynamodb", throttle)

        assert (len(sent), len(slept), sum(slept) <= 1.5) == (2, 1, True)

    @pytest.mark.parametrize(("patient", "seconds"), [(False, (1, 2, 2)), (True, (3, 20, 5))])
    def test_who_has_a_person_waiting_waits_less(self, monkeypatch: pytest.MonkeyPatch, patient: bool, seconds: tuple):
        monkeypatch.setattr(aws_errors, "config", lambda: mock.Mock(patient=patient))

        made = aws_errors.settings(max_pool_connections=3)

        assert tuple(aws_errors.patience()) == seconds
        assert told(made) == (*seconds, "standard", 3)

    def test_tables_objects_and_secrets_are_asked_with_that_patience(self, cloud: Cloud):
        attempts.get(KEY)
        clients = [AttemptItem._get_connection().connection.client, objects.s3(), transactions.connection().client]

        assert [told(client.meta.config)[:4] for client in clients] == [(*aws_errors.patience(), "standard")] * 3

    def test_all_tries_of_one_call_together_end_before_the_function_does(self):
        connect_s, read_s, tries = aws_errors.patience()
        longest_sleep_s = 1.0

        assert tries * (connect_s + read_s) + longest_sleep_s < 10


class Raw(io.BytesIO):
    """A body as botocore reads one."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def told(config: Config) -> tuple[Any, ...]:
    of: Any = config
    return (
        of.connect_timeout,
        of.read_timeout,
        of.retries["total_max_attempts"],
        of.retries["mode"],
        of.max_pool_connections,
    )


class TestAsking:
    """One function asks another, and Lambda says how that one ended."""

    def ask(self, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], error: bool) -> Any:
        client = mock.Mock()
        payload = {"Payload": io.BytesIO(json.dumps(answer).encode()), **({"FunctionError": "Unhandled"} if error else {})}
        client.invoke.return_value = payload
        monkeypatch.setattr(functions, "_lambda", lambda read_timeout_s: client)
        return functions.ask("identity", {})

    @pytest.mark.parametrize(
        "said",
        [
            {"errorMessage": "2026-11-22T01:00:00.000Z 1-2-3 Task timed out after 10.01 seconds"},
            {"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: 1 Error: Task timed out after 10.00 seconds"},
            {
                "errorType": "Runtime.ExitError",
                "errorMessage": "Runtime exited with error: signal: killed",
            },
        ],
    )
    def test_a_function_whose_time_or_memory_ran_out_has_died(self, monkeypatch: pytest.MonkeyPatch, said: dict):
        with pytest.raises(functions.Died):
            self.ask(monkeypatch, said, error=True)

    def test_a_function_that_failed_has_not_died(self, monkeypatch: pytest.MonkeyPatch):
        with pytest.raises(RuntimeError) as failure:
            self.ask(monkeypatch, {"errorType": "Failed", "errorMessage": "KeyError, trace 1"}, error=True)

        assert not isinstance(failure.value, functions.Died)

    def test_what_was_answered_is_given(self, monkeypatch: pytest.MonkeyPatch):
        assert self.ask(monkeypatch, {"answer": {"name": "An"}}, error=False) == {"name": "An"}
