"""Prometheus metrics of the server."""

import asyncio
import contextlib
import time

import prometheus_client as prometheus

from tfgan_zoo.serving import errors

CANCELLED = 499  # Not of HTTP, but what proxies say of a client that did not wait.


class ServerMetrics:
    """Counters, a histogram and gauges, in a registry of their own.

    Args:
        repository: `ModelRepository`, whose models are counted.
        limiter: `ConcurrencyLimiter`, whose requests are.
    """

    def __init__(self, repository, limiter):
        self.registry = prometheus.CollectorRegistry()
        labels = ("protocol", "model", "signature")
        self._requests = prometheus.Counter(
            "tfgan_requests",
            "Requests answered, by their status in HTTP's numbers.",
            (*labels, "status"),
            registry=self.registry,
        )
        self._seconds = prometheus.Histogram(
            "tfgan_request_seconds",
            "Time from a request's arrival to its answer, in seconds.",
            labels,
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
            registry=self.registry,
        )
        self._gauge(
            "requests_in_progress",
            "Served now, or waiting.",
            lambda: limiter.in_progress,
        )
        self._gauge(
            "request_bytes",
            "Of requests and answers in memory.",
            lambda: limiter.memory.held,
        )
        self._gauge(
            "models", "Models that are served.", lambda: len(repository.names())
        )

    @contextlib.contextmanager
    def request(self, protocol: str):
        """Times one request. The dict it gives takes `model` and `signature`.

        They are filled in once they are known to exist: names that clients make up
        would be counted for ever.
        """
        about = {"model": "", "signature": ""}
        start, status = time.perf_counter(), 200
        try:
            yield about
        except BaseException as error:
            status = _status(error)
            raise
        finally:
            labels = (protocol, about["model"], about["signature"])
            self._requests.labels(*labels, status).inc()
            self._seconds.labels(*labels).observe(time.perf_counter() - start)

    def _gauge(self, name, about, value):
        gauge = prometheus.Gauge(f"tfgan_{name}", about, registry=self.registry)
        gauge.set_function(value)

    def page(self) -> bytes:
        """What Prometheus reads."""
        return prometheus.generate_latest(self.registry)


def _status(error):
    if isinstance(error, errors.RequestError):
        return error.status
    return CANCELLED if isinstance(error, asyncio.CancelledError) else 500
