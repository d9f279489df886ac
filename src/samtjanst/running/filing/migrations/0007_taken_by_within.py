"""Who takes a filing down is somebody of the same municipality, in the database too."""

from django.db import migrations

from samtjanst.foundation.tenancy import rls


class Migration(migrations.Migration):
    dependencies = [("filing", "0006_taken_down"), ("people", "0001_initial")]
    operations = [rls.ProtectTenantReferences("Filing", "taken_by")]
