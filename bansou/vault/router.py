"""Sends the vault's tables to the database `vault` and everything else to `default`."""


class VaultRouter:
    def db_for_read(self, model, **hints):
        return "vault" if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return (one._meta.app_label == "vault") == (other._meta.app_label == "vault")

    def allow_migrate(self, db, app_label, **hints):
        return (app_label == "vault") == (db == "vault")
