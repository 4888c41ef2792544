"""A small network with a story, told with the same verbs that the views use: 24 firms, 70 people, 36 practices, 21 meetups.

All of it is fiction and marked as such (`is_demo`). The content stands in `content/*.yaml`; days and weeks there count from
the moment of loading. `remove` takes everything away again, also when real people came meanwhile: see `removing`.
"""

from network.demo.loading import DEMO_PASSWORD, load
from network.demo.removing import remove

__all__ = ["DEMO_PASSWORD", "load", "remove"]
