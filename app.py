"""Everything that is deployed, as a table of contents: the routes, and each function that has a role of its own."""

from typing import Any

from chalice import Chalice

from chalicelib import clock as time
from chalicelib.functions import Event, answered
from chalicelib.routes.attempts import attempts
from chalicelib.routes.sessions import sessions

app = Chalice(app_name="hoithi")
app.register_blueprint(sessions)
app.register_blueprint(attempts)

# The functions below import their service when they are first called: a cold start of the routes, with thousands of people
# at the door, shall not wait for what only the close needs.


@app.lambda_function()
def identity(event: Event, context: Any) -> Event:
    """Sign a contestant in. The only function that the public can reach and that reads who people are."""
    from chalicelib.services.sign_in import sign_in

    return answered(lambda asked: sign_in(asked["contest"], asked["identifier"], asked["code"], time.now()), event)


@app.lambda_function()
def organizer(event: Event, context: Any) -> Event:
    """Do what an organizer asks: import, make ready, close early, approve, publish, show."""
    from chalicelib.services.organize import organize

    return answered(lambda asked: organize(asked, time.now()), event)


@app.lambda_function()
def clock(event: Event, context: Any) -> Event:
    """Do whatever is due: a rule calls this every minute. With ``dry_run``, only say what that is."""
    from chalicelib.services.tick import plan, tick

    return answered(lambda asked: (plan if asked.get("dry_run") else tick)(time.now()), event)
