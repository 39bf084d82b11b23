"""Loaded into the workers of the test cluster: documents that end, by their names, who reads them."""

import os
import signal
from collections.abc import Callable

from graph_build import cluster_worker, reading
from graph_build.jobs import Job

reading.WORKER = (
    "-c",
    """
import os, time
from graph_build import reading
read = reading.run
def run(job, *rest):
    if "ends-its-reader" in job.path:
        os._exit(3)
    if "takes-all-memory" in job.path:
        bytearray(3 << 30)
    if "never-ends" in job.path:
        time.sleep(600)
    return read(job, *rest)
reading.run = run
reading.main()
""",
)


class Site(cluster_worker._Site):
    def read(self, job: Job, wanted: Callable[[], bool]) -> cluster_worker.Parcel:
        if "ends-its-worker" in job.path:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(job, wanted)


if cluster_worker._Site.__module__ == cluster_worker.__name__:  # Dask loads this file twice
    cluster_worker._Site = Site  # type: ignore[misc]
