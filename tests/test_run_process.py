"""`redline run` as a process, over HTTP: groups, two interviews at once, kill -9, a quiet end, and what stops it."""

import signal

from conversation import Reply
from running import STOP_SECONDS, free_port, refused
from telegram_faults import Fault
from telegram_server import TelegramServer

VOICE_CHAT = "does our voice-chat feature need an assessment?"
NO_REPLY = "chatter that is not for the bot"


def test_a_private_question_is_answered(server, start):
    start()
    reply = server.ask("mei", VOICE_CHAT)
    assert "Art. 7" in reply.text
    assert reply.buttons


def test_in_a_group_it_answers_only_when_addressed(server, start):
    start()
    server.say("mei", NO_REPLY, "Team")
    server.say("mei", VOICE_CHAT, "Team")
    mentioned = server.ask("mei", f"@redline_bot {VOICE_CHAT}", "Team")
    command = server.ask("chen", f"/ask {VOICE_CHAT}", "Team")
    answered = server.ask("chen", VOICE_CHAT, "Team", reply_to=mentioned.message)
    asked = [reply.message["reply_to_message"]["message_id"] for reply in (mentioned, command, answered)]
    shown = [message["reply_to_message"]["message_id"] for message in server.messages("Team") if is_bots(message)]
    assert shown == asked, "it answered the three messages that were for it, in their order, and no other"


def is_bots(message: dict) -> bool:
    return message["from"]["is_bot"]


def test_two_members_are_interviewed_at_once_without_crossing(server, start):
    start()
    mei = server.ask("mei", f"@redline_bot {VOICE_CHAT}", "Team")
    chen = server.ask("chen", f"@redline_bot {VOICE_CHAT}", "Team")
    alone = server.ask("anna", VOICE_CHAT)
    for _ in range(2):
        before = text_of(server, chen)
        mei = server.tap("mei", mei, 0)
        assert text_of(server, chen) == before, "an answer of Mei changed what Chen reads"
        chen = server.tap("chen", chen, 0)
        alone = server.tap("anna", alone, 0)
        assert mei.is_edit
        assert mei.text == chen.text == alone.text, "each interview stands where it would stand alone"


def text_of(server: TelegramServer, reply: Reply) -> str:
    shown = {message["message_id"]: message["text"] for message in server.messages("Team")}
    return shown[reply.message["message_id"]]


def test_a_stranger_cannot_press_the_buttons_of_an_interview(server, start):
    start()
    mei = server.ask("mei", f"@redline_bot {VOICE_CHAT}", "Team")
    server.press("chen", mei.message, 0)
    toast = server.wait_for(lambda: server.telegram.called("answerCallbackQuery"))
    assert toast[0].params["text"]
    assert text_of(server, mei) == mei.text


def test_a_slow_chat_holds_up_nobody_and_stays_in_order(server, start):
    start()
    slow = server.say("chen", "/help")["chat"]["id"]
    server.reply_to({"chat": {"id": slow}})
    fault = Fault("sendMessage", "slow", seconds=600, chat=slow)
    server.faults.append(fault)
    before = len(server.calls)
    for command in ("/privacy", "/help"):
        server.say("chen", command)
    server.ask("mei", VOICE_CHAT)
    assert not server.shown(slow, before), "Mei is answered while Chen's first answer is on its way"
    fault.seconds = 0
    server.wait_for(lambda: len(server.shown(slow, before)) == 2)
    shown = [message["text"] for message in server.messages("chen") if is_bots(message)]
    assert shown[0] == shown[2] != shown[1]


def test_kill_9_in_an_interview_loses_nothing(server, start):
    first = start()
    undisturbed, disturbed = (server.tap(user, server.ask(user, VOICE_CHAT), 0) for user in ("anna", "mei"))
    undisturbed = server.tap("anna", undisturbed, 0)
    first.send_signal(signal.SIGKILL)
    first.wait()
    start()
    disturbed = server.tap("mei", disturbed, 0)
    assert disturbed.is_edit
    assert disturbed.text == undisturbed.text


def test_what_is_said_while_it_is_down_is_answered_when_it_is_back(server, start):
    asked = server.say("mei", VOICE_CHAT)
    start()
    assert "Art. 7" in server.reply_to(asked).text


def test_by_webhook_it_answers_the_same_and_ends_as_quietly(server, environment, start):
    port = free_port()
    url = f"http://127.0.0.1:{port}/redline"
    environment |= {
        "REDLINE_WEBHOOK__URL": url,
        "REDLINE_WEBHOOK__PORT": str(port),
        "REDLINE_WEBHOOK__SECRET": "a-secret-of-the-tests",
    }
    process = start()
    reply = server.ask("mei", VOICE_CHAT)
    assert server.tap("mei", reply, 0).is_edit
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0


def test_sigterm_ends_it_within_ten_seconds(server, start):
    process = start()
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0


def test_a_missing_token_is_said_in_one_line(environment, tmp_path):
    assert "@BotFather" in refused(environment, tmp_path, REDLINE_TELEGRAM__TOKEN="")


def test_a_wrong_token_is_said_in_one_line_without_showing_it(environment, tmp_path):
    line = refused(environment, tmp_path, REDLINE_TELEGRAM__TOKEN="1234567:wrong-token")
    assert "token" in line
    assert "wrong-token" not in line


def test_a_second_process_on_the_same_database_is_refused(environment, start, tmp_path):
    start()
    assert "redline.db" in refused(environment, tmp_path)
