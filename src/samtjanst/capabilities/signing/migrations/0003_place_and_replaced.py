# The number of a signature's proof in its room; a place that somebody else has been given.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("signing", "0002_excused")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="place",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("invited", "invited"),
                    ("opened", "opened"),
                    ("signed", "signed"),
                    ("declined", "declined"),
                    ("expired", "expired"),
                    ("excused", "excused"),
                    ("replaced", "replaced"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
