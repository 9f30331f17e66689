"""A person with an account. Rights are not here: they are dated habilitations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> "UserQuerySet":
        words = models.Q()
        for word in text.split():
            words &= models.Q(full_name__icontains=word) | models.Q(email__icontains=word)
        return self.filter(words)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]
    def create_user(self, *, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)  # None makes a password that nothing matches
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    email = models.EmailField("adresse électronique", unique=True)
    full_name = models.CharField("nom complet", max_length=150)
    is_active = models.BooleanField("actif", default=True)
    synthetic = models.BooleanField("fictif", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "compte"
        ordering = ["full_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower",
                condition=models.Q(email=Lower("email")),
                violation_error_message="L’adresse s’écrit en minuscules.",
            ),
            models.CheckConstraint(name="user_full_name_given", condition=~models.Q(full_name="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        words = [word for word in self.full_name.split() if not word.endswith(".")]
        letters = [word[0] for word in words if word != "Dr"]
        return "".join(letters[:1] + letters[1:][-1:]).upper()
