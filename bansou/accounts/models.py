"""Users and their roles."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from bansou.accounts.enums import RoleKind


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in: by mailed code (supporters) or by password and second factor (staff)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # Kept in lower case, so that a person has one account however they type it.
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, default="ja")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Single letters that act can be struck by accident, and a screen reader or a voice may need them itself.
    shortcut_keys = models.BooleanField(default=True)
    # Must report people without a status of residence (Immigration Act 62 (2)), so is never told one.
    is_public_official = models.BooleanField(default=False)

    # Raised to end every session: it goes into the hash that each session carries.
    access_version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Overrides Django's: a session dies with the password, a second factor, a role, or the account.
        salt = "bansou.accounts.models.User.session"
        value = f"{self.password}|{self.access_version}|{self.is_active}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def role_rows(self) -> list[tuple[str, str]]:
        """(kind, region) of each role, read once per request."""
        return list(self.roles.values_list("kind", "region"))

    def has_role(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _region in self.role_rows)


class Role(models.Model):
    """What a user may do, from a day on; a coordinator's role is for one region."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=RoleKind)
    # A code of core.municipalities.REGIONS, only for coordinators.
    region = models.CharField(max_length=20, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "kind", "region", name="one_role_once"),
            models.CheckConstraint(
                condition=models.Q(kind="coordinator") ^ models.Q(region=""), name="region_for_coordinators"
            ),
        ]
