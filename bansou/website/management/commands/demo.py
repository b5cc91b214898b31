"""`bansou demo`: fills an empty database with an invented network of real size."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from bansou.core import clock
from bansou.website.demo.story import SEED, NotEmpty, make_demo
from bansou.website.demo.world import Sizes


class Command(BaseCommand):
    help = "Fill an empty database with an invented network, through the same actions that the web uses."

    def add_arguments(self, parser):
        usual = Sizes()
        parser.add_argument("--organisations", type=int, default=usual.organisations)
        parser.add_argument("--supporters", type=int, default=usual.supporters)
        parser.add_argument("--claims", type=int, default=usual.claims)
        parser.add_argument("--seed", type=int, default=SEED, help="another number, another network")

    def handle(self, *, organisations: int, supporters: int, claims: int, seed: int, **options):
        if not settings.DEMO:
            raise CommandError(
                "This is no demo installation. Set BANSOU_DEMO=1 where no real people are kept."
            )
        sizes = Sizes(organisations, supporters, claims)
        with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", disable=None) as bar:
            try:
                made = make_demo(
                    now=clock.now(),
                    sizes=sizes,
                    seed=seed,
                    told=lambda share: bar.update(share * 100 - bar.n),
                )
            except NotEmpty:
                raise CommandError(
                    "There are people in this database already; nothing was changed."
                ) from None
        self.stdout.write(f"Made {made['supporters']} supporters and {made['claims']} claims.")
