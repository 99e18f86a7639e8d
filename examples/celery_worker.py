"""A Celery worker that asks e签宝 how a flow ended. Its default pool forks, and that is right here as it is.

    celery -A celery_worker worker --concurrency 4

Settings: CELERY_BROKER_URL and CELERY_RESULT_BACKEND, and REALNAME_ESIGN_BASE_URL, REALNAME_ESIGN_APP_ID,
REALNAME_ESIGN_APP_SECRET. Needs: pip install realname celery
"""

from celery import Celery

from realname import RealnameError, esign

app = Celery("celery_worker")
app.config_from_envvar("CELERY_CONFIG_MODULE", silent=True)

# Made once, before Celery forks: each child makes connections, tokens and locks of its own at its first call.
client = esign.Client.from_env()


@app.task(
    bind=True,
    rate_limit="20/s",  # of this worker, however many children it has
    acks_late=True,  # a task whose child was killed is given out again: right for what only reads,
    reject_on_worker_lost=True,  # and wrong for an operation that must not be repeated (connect-only)
    max_retries=5,
)
def flow_outcome(self, flow_id: str) -> dict[str, object]:
    """What came of a flow. Brokers and result backends keep what is passed, so pass ids, and return no person."""
    try:
        answer = client.get_flow_outline(flow_id=flow_id)
    except RealnameError as error:
        if getattr(error, "retryable", False):
            # What goes to the result backend is the text of the error, which holds no data of a person.
            raise self.retry(exc=error, countdown=2**self.request.retries) from None
        return {"flow_id": flow_id, "outcome": error.outcome.value, "error": type(error).__name__}
    return {"flow_id": flow_id, "outcome": answer.outcome.value}
