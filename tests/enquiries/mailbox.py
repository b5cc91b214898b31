"""A mailbox on the loopback address: Debian's dovecot with a configuration of its own, for one test run.

Dovecot refuses to touch mail as root; whoever is root starts it as `nobody`.
"""

import grp
import imaplib
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER, PASSWORD = "desk", "correct-horse"

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class Mailbox:
    """One account; `deliver` puts a mail into it as a mail server would."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bansou-mailbox-"))
        as_root = os.getuid() == 0
        self.user = pwd.getpwnam("nobody") if as_root else pwd.getpwuid(os.getuid())
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        names = {"user": self.user.pw_name, "group": grp.getgrgid(self.user.pw_gid).gr_name}
        ids = {"uid": self.user.pw_uid, "gid": self.user.pw_gid}
        text = CONFIGURATION.format(folder=self.folder, port=self.port, **names, **ids)
        (self.folder / "dovecot.conf").write_text(text)
        who = {}
        if as_root:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
            who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        self.server = subprocess.Popen([PROGRAM, "-F", "-c", self.folder / "dovecot.conf"], **who)
        self._wait()

    def _wait(self) -> None:
        for _ in range(100):
            try:
                self.signed_in().logout()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text())

    def signed_in(self) -> imaplib.IMAP4:
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        imap.login(USER, PASSWORD)
        imap.select("INBOX")
        return imap

    def deliver(self, raw: bytes) -> None:
        imap = self.signed_in()
        imap.append("INBOX", None, None, raw)
        imap.logout()

    def flags(self) -> list[str]:
        """The flags of each mail that is there, in order."""
        imap = self.signed_in()
        _ok, told = imap.fetch("1:*", "(FLAGS)")
        imap.logout()
        found = re.findall(rb"FLAGS \(([^)]*)\)", b"\n".join(part for part in told if part))
        return [each.decode().replace("\\Recent", "").strip() for each in found]

    def empty(self, *, renumber: bool = False) -> None:
        """Take out all mails; with `renumber` the server also forgets how far it counted."""
        imap = self.signed_in()
        imap.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
        imap.expunge()
        imap.logout()
        if renumber:
            for known in (self.folder / "mail" / USER).glob("dovecot*"):
                known.unlink()

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(10)
        shutil.rmtree(self.folder)
