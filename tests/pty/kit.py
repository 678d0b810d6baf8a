"""What the cases in this folder are written with: the program in a pseudo-terminal, and a screen that shows what a
person would see.

A case waits for what is on the screen, never for a time. Terminal.wait_for fails with the screen when it does not
come within SECONDS.
"""

import os
import shutil
import signal
import subprocess
import time

import pexpect
import pyte

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = ""  # set by tests/pty/run
SAMPLE = ""   # a store of data/sample, to be copied
SECONDS = float(os.environ.get("HEDDLE_PTY_SECONDS", "20"))

KEYS = {
    "enter": "\r", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "delete": "\x1b[3~", "backspace": "\x7f", "escape": "\x1b",
    "ctrl-a": "\x01", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-e": "\x05", "ctrl-k": "\x0b", "ctrl-r": "\x12",
    "ctrl-u": "\x15", "ctrl-w": "\x17", "ctrl-z": "\x1a", "ctrl-backslash": "\x1c",
}

PROMPT = "heddle>"
CONTINUED = "     .."


def environment(folder, **changes):
    """The environment of a case: nothing of the user's, home is the case's folder. None takes a name out."""
    env = {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "xterm", "LANG": "C.UTF-8"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "HEDDLE_KERNEL", "HEDDLE_THREADS"):
        if name in os.environ:
            env[name] = os.environ[name]
    for name, value in changes.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    return env


class Case:
    """One case's private folder, and the terminals it opens there."""

    def __init__(self, folder):
        self.folder = folder
        self.terminals = []

    def terminal(self, *arguments, rows=24, columns=80, command=None, **env):
        """heddle with these arguments (or another command) in a new terminal."""
        argv = command or [PROGRAM, *arguments]
        t = Terminal(argv, self.folder, environment(self.folder, **env), rows, columns)
        self.terminals.append(t)
        return t

    def session(self, *arguments, **options):
        """The same, waiting for its first prompt."""
        t = self.terminal(*arguments, **options)
        t.wait_prompt(1)
        return t

    def store(self, name="heddle.db"):
        """A copy of the sample store, in the folder as NAME: the one that is opened unless another is named."""
        path = os.path.join(self.folder, name)
        shutil.copy(SAMPLE, path)
        return path

    def run(self, *arguments, text="", **env):
        """heddle without a terminal: its standard output, standard error and exit code."""
        done = subprocess.run([PROGRAM, *arguments], input=text.encode(), cwd=self.folder, timeout=SECONDS,
                              env=environment(self.folder, **env), capture_output=True, check=False)
        return done.stdout.decode(), done.stderr.decode(), done.returncode

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def close(self):
        for t in self.terminals:
            t.close()


class Terminal:
    def __init__(self, argv, folder, env, rows, columns):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""  # everything the program wrote
        self.ended = False
        self.dumb = env.get("TERM") in ("dumb", None)
        self.child = pexpect.spawn(argv[0], list(argv[1:]), cwd=folder, env=env, dimensions=(rows, columns),
                                   timeout=SECONDS)
        self.child.delaybeforesend = None

    # ---- what is seen ----

    def read(self, seconds=0.02):
        """Take in what the program wrote, waiting at most this long for something."""
        try:
            data = self.child.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self.ended = True
            return
        self.raw += data
        self.stream.feed(data)

    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(self.lines()).rstrip()

    def line(self):
        """The line with the cursor."""
        return self.lines()[self.screen.cursor.y]

    def shown(self):
        frame = "-" * self.screen.columns
        return (f"{frame}\n{self.text()}\n{frame}\ncursor at row {self.screen.cursor.y} column "
                f"{self.screen.cursor.x}; last bytes {self.raw[-200:]!r}")

    def wait_for(self, what, seconds=None):
        """Wait until a text is on the screen, or until a function of this terminal says so."""
        seen = what if callable(what) else lambda t: what in t.text()
        end = time.monotonic() + (seconds or SECONDS)
        while True:
            if seen(self):
                return self
            if time.monotonic() > end or self.ended:
                name = what.__doc__ or what.__name__ if callable(what) else repr(what)
                raise AssertionError(f"waited for {name}{', but the program ended' if self.ended else ''}\n"
                                     + self.shown())
            self.read()

    def prompts(self):
        """How many lines were asked for so far: each begins by switching bracketed paste on."""
        if self.dumb:
            return self.raw.count(b"heddle> ") + self.raw.count(b"     .. ")
        return self.raw.count(b"\x1b[?2004h")

    def wait_prompt(self, number):
        """Wait for the prompt of this number, 1 being the first."""
        def there(t):
            return t.prompts() >= number and t.line().startswith((PROMPT, CONTINUED))
        there.__doc__ = f"prompt {number}"
        return self.wait_for(there)

    # ---- what is typed ----

    def send(self, text):
        self.child.send(text)
        return self

    def key(self, *names):
        for name in names:
            self.child.send(KEYS[name])
        return self

    def type(self, text):
        """Type it and wait until the line with the cursor ends in it."""
        self.send(text)

        def typed(t):
            return t.line().endswith(text.rstrip())
        typed.__doc__ = f"the typed {text!r}"
        return self.wait_for(typed)

    def enter(self, text=""):
        """Type a line, Enter, and wait for the next prompt."""
        n = self.prompts()
        self.send(text + "\r")
        return self.wait_prompt(n + 1)

    def paste(self, text):
        """What a terminal sends for a pasted text."""
        return self.send("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)
        return self

    def kill(self, name):
        self.child.kill(getattr(signal, name))
        return self

    # ---- the end ----

    def wait_end(self, code, seconds=None):
        """Wait until the program has ended with this exit code."""
        end = time.monotonic() + (seconds or SECONDS)
        while not self.ended:
            if time.monotonic() > end:
                raise AssertionError("waited for the program's end\n" + self.shown())
            self.read()
        self.child.close()
        got = self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus
        assert got == code, f"ended with {got} instead of {code}\n{self.shown()}"
        return self

    def modes_restored(self):
        """True if bracketed paste was switched off as often as on."""
        return self.raw.count(b"\x1b[?2004h") <= self.raw.count(b"\x1b[?2004l")

    def close(self):
        if not self.child.closed:
            self.child.close(force=True)
