from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signing', '0004_on_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='room',
            name='in_turn',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='room',
            name='needed',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='signaturerequest',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('queued', 'queued'), ('invited', 'invited'), ('opened', 'opened'), ('signed', 'signed'), ('declined', 'declined'), ('expired', 'expired'), ('excused', 'excused'), ('replaced', 'replaced'), ('on_paper', 'on_paper'), ('stood_down', 'stood_down')], default='waiting', max_length=10),
        ),
    ]
