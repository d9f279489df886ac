from django.db import migrations, models

# What the checklists say already. The owner reads and writes, in every scope.
_KEEP = r"""
ALTER TABLE definitions_eservice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE definitions_checklistmark NO FORCE ROW LEVEL SECURITY;
UPDATE definitions_eservice SET confidentiality = substring(m.text from '^\s*([0-3])')::smallint
FROM definitions_checklistmark m
WHERE m.service_id = definitions_eservice.id AND m.line = 'classification'
AND m.state = 'done' AND m.text ~ '^\s*[0-3]';
ALTER TABLE definitions_checklistmark FORCE ROW LEVEL SECURITY;
ALTER TABLE definitions_eservice FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('definitions', '0007_what_drafts_do_later'),
    ]

    operations = [
        migrations.AddField(
            model_name='eservice',
            name='confidentiality',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop, elidable=True),
    ]
