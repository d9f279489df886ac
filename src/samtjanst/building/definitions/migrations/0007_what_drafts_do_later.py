from django.db import migrations, models

# What was chosen for a version that waits was in force at once. The owner writes, in every scope.
_KEEP = """
ALTER TABLE definitions_eservice NO FORCE ROW LEVEL SECURITY;
UPDATE definitions_eservice SET scheduled_in_progress = in_progress WHERE publish_at IS NOT NULL;
ALTER TABLE definitions_eservice FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('definitions', '0006_blocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='eservice',
            name='scheduled_in_progress',
            field=models.CharField(choices=[('stay', 'stay'), ('move', 'move')], default='stay', max_length=10),
        ),
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop, elidable=True),
    ]
