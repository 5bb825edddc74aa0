"""A papermill engine that runs the cells in this very process: no kernel to start, no sockets to
collide.

It is meant for a process that lives for one notebook (barnevern.batch.warm); what the cells leave
behind goes with it. What a notebook shows is the same as in a kernel of its own, so the pages are
the same to the byte.
"""

import io
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from itertools import takewhile
from typing import Any

import nbformat
import papermill
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import json_packer, json_unpacker
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from papermill.execute import raise_for_execution_errors
from traitlets import Type
from traitlets.config import Config

NAME = "in-process"


class Hook(DisplayHook):
    """The value of a cell's last line, as an output of the cell."""

    def write_output_prompt(self) -> None:
        """No prompt: the page has none."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Keep the value in every format it has."""
        self.shell.add("execute_result", as_sent(format_dict), as_sent(md_dict or {}))

    def finish_displayhook(self) -> None:
        """Nothing is printed, so there is nothing to end."""
        self._is_active = False


class Publisher(DisplayPublisher):
    """What a cell shows with display(), as outputs of the cell."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *_: object,
        **options: Any,
    ) -> None:
        """Keep one thing shown; ``update`` replaces the one shown before with the same
        display_id.
        """
        name = (options.get("transient") or {}).get("display_id")
        shown = self.shell.displayed.setdefault(name, []) if name else []
        data, metadata = as_sent(data), as_sent(metadata or {})
        for output in shown:
            output.update(data=nbformat.from_dict(data), metadata=nbformat.from_dict(metadata))
        if not options.get("update"):
            shown.append(self.shell.add("display_data", data, metadata))

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (IPython's own signature)
        """Forget what the cell has shown so far."""
        self.shell.outputs.clear()


class Shell(InteractiveShell):
    """IPython without a terminal or a kernel; what a cell shows is kept in ``outputs``."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    def __init__(self, **options: Any) -> None:
        self.outputs: list[NotebookNode] = []
        self.displayed: dict[str, list[NotebookNode]] = {}
        self.running = 0
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def add(self, kind: str, data: dict[str, Any], metadata: dict[str, Any]) -> NotebookNode:
        """A new output of the cell that runs."""
        count = {"execution_count": self.running} if kind == "execute_result" else {}
        self.outputs.append(nbformat.v4.new_output(kind, data, metadata=metadata, **count))
        return self.outputs[-1]

    def enable_gui(self, gui: str | None = None) -> None:
        """``%matplotlib inline`` asks for this; there is no window to open."""

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: list[str]
    ) -> None:
        self.outputs.append(
            nbformat.v4.new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)
        )

    def run(self, cell: NotebookNode) -> bool:
        """Run one code cell and give it its outputs. Returns False when the notebook must stop
        there.
        """
        self.outputs, self.running = cell.outputs, self.execution_count
        cell.execution_count = self.running
        out, err = Stream("stdout", self.outputs), Stream("stderr", self.outputs)
        with redirect_stdout(out), redirect_stderr(err):
            done = self.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        failed = not done.success or any(output.output_type == "error" for output in self.outputs)
        return not failed or "raises-exception" in cell.metadata.get("tags", [])


class Stream(io.TextIOBase):
    """What a cell prints, as an output of the cell."""

    def __init__(self, name: str, outputs: list[NotebookNode]) -> None:
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        """Add to what the stream has printed since something else was shown, as a kernel does,
        which sends each stream on its own.
        """
        printed = takewhile(lambda output: output.output_type == "stream", reversed(self.outputs))
        last = next((output for output in printed if output.name == self.name), None)
        if text and last:
            last.text += text
        elif text:
            self.outputs.append(nbformat.v4.new_output("stream", name=self.name, text=text))
        return len(text)


def as_sent(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` as it would be after a kernel had sent it: lists for tuples, text for dates, nothing
    that is not JSON.
    """
    return dict(json_unpacker(json_packer(data)))


def shell() -> Shell:
    """The one shell of this process, without a history file."""
    config = Config(
        {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
    )
    made: Shell = Shell.instance(config=config)
    return made


class InProcess(Engine):  # type: ignore[misc]
    """The engine, under papermill's own way of parameters, metadata and errors."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,  # noqa: ARG003 (papermill's own signature)
        on_cell: Callable[[], None] = lambda: None,
        **_: Any,
    ) -> None:
        """Run the cells in order until one fails. ``on_cell`` is called before each, so that a
        watcher can time it.
        """
        for index, cell in enumerate(nb_man.nb.cells):
            on_cell()
            nb_man.cell_start(cell, index)
            stays = cell.cell_type != "code" or not cell.source.strip() or shell().run(cell)
            if not stays:
                nb_man.cell_exception(cell, cell_index=index)
            nb_man.cell_complete(cell, cell_index=index)
            if not stays:
                break


papermill_engines.register(NAME, InProcess)


def execute(
    notebook: NotebookNode, parameters: Mapping[str, Any], on_cell: Callable[[], None]
) -> NotebookNode:
    """The notebook, executed in this process. Raises papermill's PapermillExecutionError when a
    cell fails.
    """
    prepared = papermill.execute_notebook(
        notebook, None, dict(parameters), engine_name=NAME, prepare_only=True
    )
    # Not by execute_notebook itself, which would write all that was shown as a text, for no file.
    executed = papermill_engines.execute_notebook_with_engine(
        NAME, prepared, kernel_name="", progress_bar=False, on_cell=on_cell
    )
    raise_for_execution_errors(executed, None)
    return executed
