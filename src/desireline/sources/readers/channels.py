"""Words for channels: what tools call them, and what the map calls them.

In: a tool's word (`native_messaging`, `Internet`, `E-mail`).  Out: the contract's word (`chat`,
`web`, `email`), or the tool's own in lower case, so that an unknown channel is never lost.
"""

from __future__ import annotations

from desireline.sources.readers import values

_WORDS = {
    "web": "web website internet online web_form webform web_service web_widget help_center helpcenter browser portal site",
    "app": "app mobile mobile_app mobile_sdk ios android sdk in_app",
    "email": "email e-mail e_mail mail e-mailing closed_ticket gmail outlook",
    "phone": "phone call voice telephone tel phone_call_inbound phone_call_outbound voicemail telefon ivr call_center callcenter hotline",
    "chat": "chat live_chat livechat messaging native_messaging sms text whatsapp messenger chat_transcript line wechat telegram sunshine_conversations_api conversation",
    "social": "social twitter facebook instagram x linkedin reddit youtube twitter_dm twitter_favorite twitter_like any_channel instagram_dm facebook_post facebook_private_message google_play_store app_store",
    "store": "store shop branch desk counter in_store in-store retail pos balie front_desk face_to_face",
    "post": "post letter paper fax postal brief",
    "survey": "survey questionnaire feedback_form",
    "review": "review reviews",
    "system": "system api rule automation trigger batch server import",
}  # fmt: skip
_CHANNEL = {word: channel for channel, words in _WORDS.items() for word in words.split()}


def channel_word(said: object) -> str | None:
    """Translate a tool's word for a channel; None when it says none."""
    written = values.text(said)
    if written is None:
        return None
    plain = "_".join(written.lower().replace("::", "_").split())
    return _CHANNEL.get(plain, plain)
