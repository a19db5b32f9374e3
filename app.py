"""Everything that is deployed, as a table of contents: the routes, and each function that has a role of its own."""

from typing import Any

from chalice import Chalice

from chalicelib import clock as time
from chalicelib.functions import Event, on_record
from chalicelib.routes.attempts import attempts
from chalicelib.routes.description import description
from chalicelib.routes.sessions import sessions

app = Chalice(app_name="hoithi")
app.register_blueprint(sessions)
app.register_blueprint(attempts)
app.register_blueprint(description)

# The functions below import their service when they are first called: a cold start of the routes, with thousands of people
# at the door, shall not wait for what only the close needs.


@app.lambda_function()
def identity(event: Event, context: Any) -> Event:
    """Sign a contestant in. The only function that the public can reach and that reads who people are."""
    from chalicelib.services.sign_in import sign_in

    def service(asked: Event) -> Event:
        return sign_in(asked["contest"], asked["identifier"], asked["code"], time.now())

    return on_record("identity", service, event, context)


@app.lambda_function()
def organizer(event: Event, context: Any) -> Event:
    """Do what an organizer asks: import, make ready, close early, approve, publish, show."""
    from chalicelib.services.organize import organize

    return on_record("organizer", lambda asked: organize(asked, time.now()), event, context)


@app.lambda_function()
def clock(event: Event, context: Any) -> Event:
    """Do whatever is due: a rule calls this every minute. Operators may ask for a dry run, or for the pages alone."""
    from chalicelib.services.tick import woken

    return on_record("clock", lambda asked: woken(asked, time.now()), event, context, by_timer="asked" not in event)


@app.lambda_function()
def watch(event: Event, context: Any) -> Event:
    """Report what is overdue, every minute, whether the clock runs or not."""
    from chalicelib.services.watch import watch

    return on_record("watch", lambda asked: watch(time.now()), event, context, by_timer=True)
