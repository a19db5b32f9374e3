"""Everything that is deployed, as a table of contents: the routes, and each function that has a role of its own."""

from typing import Any

from chalice import Chalice

from chalicelib import clock as time
from chalicelib.functions import Event, on_record
from chalicelib.routes.attempts import attempts
from chalicelib.routes.certificates import certificates
from chalicelib.routes.description import description
from chalicelib.routes.registration import registration
from chalicelib.routes.sessions import sessions
from chalicelib.routes.sso import sso
from chalicelib.routes.staff import staff

app = Chalice(app_name="hoithi")
app.register_blueprint(sessions)
app.register_blueprint(registration)
app.register_blueprint(sso)
app.register_blueprint(attempts)
app.register_blueprint(certificates)
app.register_blueprint(staff)
app.register_blueprint(description)

# The functions below import their service when they are first called: a cold start of the routes, with thousands of people
# at the door, shall not wait for what only the close needs.


@app.lambda_function()
def identity(event: Event, context: Any) -> Event:
    """Say who somebody is: sign in, renew a session. The only function the public can reach that reads who people are."""
    from chalicelib.services.identify import identify

    return on_record("identity", lambda asked: identify(asked, time.now()), event, context)


@app.lambda_function()
def organizer(event: Event, context: Any) -> Event:
    """Do what an organizer asks, if their account may: import, make ready, close early, approve, publish, show."""
    from chalicelib.services.authorise import carried_out
    from chalicelib.services.organize import organize

    return on_record("organizer", lambda asked: carried_out(asked, time.now(), organize), event, context)


@app.lambda_function()
def privacy(event: Event, context: Any) -> Event:
    """Tell everything about one person, or erase one. A rule calls this once a day: then those go whose time is over."""
    from chalicelib.services.privacy import privacy

    def service(asked: Event) -> Event:
        return privacy(asked, time.now(), lambda: context.get_remaining_time_in_millis())

    return on_record("privacy", service, event, context, by_timer="asked" not in event)


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
