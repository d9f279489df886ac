from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0002_ladder")]

    operations = [
        migrations.AddField("message", "about", models.UUIDField(null=True)),
        migrations.AddField("message", "is_carrying", models.BooleanField(default=False)),
        migrations.AddField("message", "posted_on", models.DateField(null=True)),
        migrations.AddField("postchoice", "with_decisions", models.BooleanField(default=False)),
    ]
