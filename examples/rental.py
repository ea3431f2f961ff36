"""Pricing and booking rules of a small tool-rental shop.

Amounts are whole cents, days are counted from the shop's opening day, and a discount is a fraction of the price.
"""

import json
import logging
import random
from datetime import date

log = logging.getLogger(__name__)

DAILY_RATES = {"drill": 1200, "sander": 900, "mixer": 3500}
LATE_FACTOR = 2
MAX_DAYS = 28

_bookings: list[dict] = []


class Unavailable(Exception):
    """The tool is out on at least one of the days asked for."""


def daily_rate(tool: str) -> int:
    """Price of a tool for one day, in cents.

    :raises KeyError: if the shop does not have the tool

    >>> daily_rate("drill")
    1200
    """
    return DAILY_RATES[tool]


def rental_days(first: int, last: int) -> int:
    """Days between two days of the calendar, both counted.

    pre: first >= 0
    post: __return__ >= 1

    >>> rental_days(3, 5)
    3
    """
    if last < first:
        raise ValueError("a rental ends after it starts")
    return last - first + 1


def base_price(rate: int, days: int) -> int:
    """Price before discounts. From the seventh day on, every seventh day is free.

    pre: rate > 0
    pre: 1 <= days <= 28
    post: __return__ >= rate

    >>> base_price(1000, 3)
    3000
    >>> base_price(1000, 7)
    6000
    """
    return rate * (days - days // 7)


def seasonal_discount(price: int, discount: float) -> int:
    """Price after the seasonal discount.

    pre: price >= 0
    pre: 0 <= discount < 1
    post: 0 <= __return__ <= price
    """
    if discount < 1 or discount > 100:
        raise ValueError("the discount is a percentage")
    return price - round(price * discount / 100)


def late_fee(rate: int, days_late: int, cap: int) -> int:
    """What a late return costs; never more than the cap.

    pre: rate > 0
    pre: days_late >= 0
    pre: cap >= rate
    post: 0 <= __return__ <= cap

    >>> late_fee(1000, 2, 10000)
    4000
    """
    return min(days_late * rate * LATE_FACTOR, cap)


def deposit(price: int, trusted: bool) -> int:
    """Deposit to leave at the counter: nothing for trusted customers, otherwise between 5,000 and 20,000 cents.

    pre: price > 0
    post: implies(trusted, __return__ == 0)
    post: implies(not trusted, 5000 <= __return__ <= 20000)
    """
    if trusted:
        return 0
    return max(5000, min(price // 2, 20000))


def split_payment(total, people):
    """Shares of a bill in cents, as equal as whole cents allow.

    pre: total >= 0
    pre: people > 0
    post: len(__return__) == people
    post: sum(__return__) == total

    >>> split_payment(1000, 3)
    [334, 333, 333]
    """
    share, rest = divmod(total, people)
    return [share + 1] * rest + [share] * (people - rest)


def overlaps(first: int, last: int, other_first: int, other_last: int) -> bool:
    """Whether two rentals share a day.

    pre: first <= last and other_first <= other_last
    post: __return__ == (first <= other_last and other_first <= last)
    """
    return not (last < other_first or other_last < first)


def is_available(tool, first, last):
    return not any(b["tool"] == tool and overlaps(b["first"], b["last"], first, last) for b in _bookings)


def book(tool: str, first: int, last: int, customer: str) -> dict:
    """Book a tool and remember the booking.

    Raises:
        Unavailable: if the tool is out on one of the days.
    """
    assert customer != "", "a booking needs a name"
    days = rental_days(first, last)
    if not is_available(tool, first, last):
        raise Unavailable(tool)
    booking = {"tool": tool, "first": first, "last": last, "customer": customer, "price": base_price(daily_rate(tool), days)}
    _bookings.append(booking)
    log.info("booked %s for %s", tool, customer)
    return booking


def cheapest(tools: list[str]) -> str:
    """The tool with the lowest daily rate.

    pre: len(tools) > 0
    post: __return__ in tools
    """
    return min(tools, key=daily_rate)


def raffle(customers: list[str]) -> str:
    """Draw the customer of the month.

    pre: len(customers) > 0
    """
    return random.choice(customers)


def receipt(booking, today=None):
    """One line for the customer's receipt."""
    day = today or date.today().isoformat()
    return f"{day}  {booking['tool']}  {booking['price'] / 100:.2f}"


def save(path: str) -> None:
    """Write all bookings to a file."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(_bookings, file)


class Till:
    """Cash in the till, counted in cents."""

    def __init__(self, opening: int = 0) -> None:
        if opening < 0:
            raise ValueError("the till cannot open below zero")
        self.cents = opening

    def take(self, cents: int) -> int:
        """Take money in and say what the till holds now.

        pre: cents > 0
        post: __return__ == __old__.self.cents + cents
        """
        self.cents += cents
        return self.cents

    def refund(self, cents: int, paid: int) -> int:
        """Give money back and say how much of the payment is kept.

        pre: 0 < cents <= paid
        post: __return__ == paid - cents
        """
        self.take_out(cents)
        return paid - cents

    def take_out(self, cents: int) -> None:
        if cents > self.cents:
            raise ValueError("not enough cash in the till")
        self.cents -= cents
