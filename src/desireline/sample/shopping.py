"""Discover, compare, choose, order, pay: the part of a journey before the money moves."""

from __future__ import annotations

from desireline.sample.clock import at_hour, later
from desireline.sample.company import (
    DAY,
    HOUR,
    MINUTE,
    PERIOD_END,
    PLANTED,
    PRODUCTS,
    STORES,
    Product,
)
from desireline.sample.ledger import Order
from desireline.sample.story import Story

_MEDIA = ("organic", "cpc", "email", "referral", "(none)", "social")
_MEDIA_WEIGHTS = {
    "planner": (40, 15, 8, 12, 20, 5),
    "deal hunter": (15, 25, 35, 8, 10, 7),
    "gift giver": (30, 20, 10, 10, 15, 15),
    "new home": (35, 20, 10, 15, 15, 5),
    "store loyal": (20, 5, 15, 5, 50, 5),
}
_SESSIONS = {
    "planner": 1.2,
    "deal hunter": 0.6,
    "gift giver": 0.5,
    "new home": 0.8,
    "store loyal": 0.4,
}
_ABANDON = {
    "planner": 0.24,
    "deal hunter": 0.38,
    "gift giver": 0.22,
    "new home": 0.2,
    "store loyal": 0.14,
}


def shop(story: Story) -> Order | None:
    """Look around, over one or more sessions; return the order, or None when nothing is bought."""
    wish = _wish(story)
    for number in range(
        1 + min(int(story.rng.expovariate(1 / _SESSIONS[story.person.persona])), 5)
    ):
        if number:
            story.now = later(story.rng, story.now + HOUR, days=2.5, kind="home")
        _browse(story, wish, compares=number > 0)
        if story.over:
            return None
    if story.person.customer_id is None or story.chance(0.13):
        return None
    return _check_out(story, wish)


def start_session(story: Story, *, medium: str | None = None) -> None:
    """Open the web shop on one of the person's devices."""
    person = story.person
    story.device = story.rng.randrange(len(person.devices)) if story.chance(0.35) else 0
    story.session = story.now // 1000
    story.medium = medium or story.rng.choices(_MEDIA, _MEDIA_WEIGHTS[person.persona])[0]
    story.known = person.customer_id is not None and story.chance(0.22)
    landing = {"cpc": "/sale", "email": "/offers", "referral": "/ideas"}.get(story.medium, "/")
    story.hit("session_start", landing)
    story.now -= story.rng.randrange(4_000, 5_900)
    if landing in {"/sale", "/offers"}:
        story.hit("view_promotion", landing, promotion_name=landing.strip("/"))
    elif story.chance(0.5):
        story.hit("page_view", landing)


def _wish(story: Story) -> tuple[Product, ...]:
    rng = story.rng
    many = {"new home": 4, "gift giver": 2}.get(story.person.persona, 2)
    pool = PRODUCTS
    if rng.random() < (0.5 if story.person.has_app else 0.22):
        pool = tuple(product for product in PRODUCTS if product.connected)
    first = rng.choice(pool)
    others = [product for product in PRODUCTS if not product.connected and product is not first]
    return (first, *rng.sample(others, rng.randrange(many)))


def _browse(story: Story, wish: tuple[Product, ...], *, compares: bool) -> None:
    start_session(story)
    first = wish[0]
    if story.chance(0.45):
        story.hit("view_search_results", "/search", search_term=first.name.split()[-1].lower())
    elif story.chance(0.7):
        story.hit("view_item_list", f"/{_slug(first.category)}", item_list_name=first.category)
    story.hit("view_item", f"/p/{first.sku}", first)
    rivals = [product for product in PRODUCTS if product.category == first.category]
    for _ in range(story.rng.randrange(3 if compares else 2)):
        story.hit("view_item", f"/p/{(rival := story.rng.choice(rivals)).sku}", rival)
    if compares and story.chance(0.5):
        story.hit("compare_products", "/compare", *story.rng.sample(rivals, min(2, len(rivals))))
    if compares and story.chance(0.35):
        story.hit("read_reviews", f"/p/{first.sku}", first)


def _check_out(story: Story, wish: tuple[Product, ...]) -> Order | None:
    if story.over:
        return None
    if story.person.has_app and story.chance(0.24):
        return _check_out_in_app(story, wish)
    if not _fill_cart(story, wish):
        return None
    guest = story.chance(0.08)
    store = story.rng.choice(STORES) if story.chance(PLANTED.collection_share) else None
    if store:
        story.hit("check_store_stock", f"/p/{wish[0].sku}", wish[0], store=store, stock="in stock")
    story.hit("begin_checkout", "/checkout", *wish)
    if not guest and not story.known:
        story.known = True
        story.hit("login", "/checkout/sign-in", method="email")
    if story.chance(0.07) or not _pay(story, tier="collect" if store else "home"):
        return None
    order = place(story, wish, channel="web", guest=guest, store=store)
    story.hit(
        "purchase",
        "/checkout/thank-you",
        *wish,
        transaction_id=order.order_id,
        value=order.total / 100,
        currency="GBP",
    )
    return order


def _fill_cart(story: Story, wish: tuple[Product, ...]) -> bool:
    """Fill the cart; some leave it, and some of these come back after a reminder."""
    for product in wish:
        story.hit("add_to_cart", f"/p/{product.sku}", product)
    if story.chance(_ABANDON[story.person.persona]):
        if not story.chance(0.42):
            return False
        story.now = later(story.rng, story.now + 2 * HOUR, days=1.2, kind="home")
        start_session(story, medium="email")
        story.hit("view_cart", "/cart")
    return True


def _pay(story: Story, *, tier: str) -> bool:
    """Say where it goes and pay; a declined card ends some orders."""
    story.hit("add_shipping_info", "/checkout/delivery", shipping_tier=tier)
    if story.chance(0.06):
        story.hit("payment_failed", "/checkout/payment", reason="declined")
        if story.chance(0.4):
            return False
    story.hit("add_payment_info", "/checkout/payment", payment_type="card")
    return True


def _check_out_in_app(story: Story, wish: tuple[Product, ...]) -> Order | None:
    story.app("Application Opened", from_background=False)
    story.app(
        "Product Viewed", product_id=wish[0].sku, name=wish[0].name, price=wish[0].price / 100
    )
    for product in wish:
        story.app(
            "Product Added", product_id=product.sku, name=product.name, price=product.price / 100
        )
    if story.chance(_ABANDON[story.person.persona] * 0.8):
        return None
    collects = story.chance(PLANTED.collection_share)
    store = story.rng.choice(STORES) if collects else None
    if collects:
        story.app("Store Stock Checked", product_id=wish[0].sku, store=store, stock="in stock")
    story.app(
        "Checkout Started", value=sum(product.price for product in wish) / 100, currency="GBP"
    )
    order = place(story, wish, channel="app", guest=False, store=store)
    story.app("Order Completed", order_id=order.order_id, total=order.total / 100, currency="GBP")
    return order


def place(
    story: Story, wish: tuple[Product, ...], *, channel: str, guest: bool, store: str | None
) -> Order:
    """Write the order; whether it is delivered, and when, is the next chapter's business."""
    goods = sum(product.price for product in wish)
    story.placed += 1
    order = Order(
        order_id=f"TL{100_000 + story.person.number}-{story.placed:02d}",
        person=story.person,
        channel=channel,
        guest=guest,
        products=wish,
        total=goods + (0 if store or goods > 5000 else 495),
        method="click and collect" if store else "home delivery",
        store=store,
        promised=0,
        times={"created": story.now},
    )
    if story.now < PERIOD_END:
        story.ledger.orders.append(order)
    paid = story.now + story.rng.randrange(20_000, 4 * MINUTE)
    if story.chance(0.06):  # pays by bank transfer
        paid = at_hour(story.rng, story.now + story.rng.randrange(1, 4) * DAY, "work")
    order.times["paid"] = paid
    order.promised = paid - paid % DAY + story.rng.choice((3, 4, 4, 5, 6)) * DAY
    return order


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")
