"""How mail programs introduce what they quote, in the languages in which people write to a shop."""

from __future__ import annotations

import re

_COLON = "[:\uff1a]"
_RULE = "[-_*–—= ]{2,}"

_WROTE = (
    r"wrote|writes|a écrit|schrieb|geschrieben|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(?a?\)?"
    r"|napsal\(?a?\)?|пишет|пише|написал\(?а?\)?|написав|yazdı|写道|寫道|さんは書きました|כתב|كتب"
)
INTRO_END = re.compile(rf"(?:{_WROTE}|(?:schrieb|schreef|skrev) .{{1,110}})\s?{_COLON}?\s*\Z", re.IGNORECASE)
"""The end of "On … wrote:"."""
INTRO_START = re.compile(
    r"(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu|Dne|På|Pe|Vào)\s|\d{1,4}[-./年]|.{0,120}<[^<>\s]{3,120}>",
    re.IGNORECASE,
)
DATED = re.compile(r"(?!.{0,120}<)[^\d]{1,40}\d|\d{4}|(?:On|Am|Le|El|Il|Em|Op|Den)\s.{0,60}\d", re.IGNORECASE)
"""A beginning that is likely the whole one."""
ADDRESS = re.compile(r"[^\s<>@\"]{1,64}@[^\s<>@\"]{1,200}")
MOMENT = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}")
DATE_AND_ADDRESS = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s.{1,120}<[^<>\s]{3,120}>\s*\Z")
ADDRESS_AT_THE_END = re.compile(rf"[^\s<>@\"]{{1,64}}@[^\s<>@\"]{{1,200}}>(?:\s?{_COLON}| wrote)")
"""What follows the last `<` of a line that, with a moment in it, introduces history without marks."""
YOU_WROTE = re.compile(r"On .{8,60} you wrote:\Z", re.IGNORECASE)

_ORIGINALS = (
    "Original Message|Reply message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine|Message original"
    "|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Исходное сообщение"
    "|Ursprungligt meddelande|Oprindelig (?:besked|meddelelse)|Opprinnelig melding|Alkuperäinen viesti"
    "|(?:Oryginalna wiadomość|Wiadomość oryginalna)|Původní zpráva|Pôvodná správa|Eredeti üzenet|Mesaj original"
    "|Orijinal (?:Mesaj|İleti)|Оригінальне повідомлення|Αρχικό μήνυμα|原始邮件|原始郵件|元のメッセージ|원본 메시지"
)
ORIGINAL = re.compile(rf"{_RULE}\s?(?:{_ORIGINALS}|On .{{8,200}} wrote)\s?{_RULE}\s*\Z", re.IGNORECASE)
FORWARDED = re.compile(
    r"[-_*–—= >]*\s?(?:Begin forwarded message|Forwarded message|Forwarded by|Fwd|Weitergeleitete Nachricht"
    r"|Anfang der weitergeleiteten|Message transféré|Début du message (?:réexpédié|transféré)|Mensaje reenviado"
    r"|Mensagem encaminhada|Messaggio inoltrato|Doorgestuurd bericht|Пересылаемое сообщение|Videresendt besked"
    r"|Vidarebefordrat meddelande|Przekazana wiadomość|Wiadomość przekazana|转发邮件|轉寄郵件)\b[^\n]{0,60}\Z",
    re.IGNORECASE,
)

_FROM = (
    "From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Feladó|De la|Kimden|От|Від|Από|发件人|寄件者|差出人|보낸 사람|מאת|من"
    "|Message du"
)
_OTHER_FIELDS = (
    "Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Skickat|Sendt|Lähetetty|Wysłano|Odesláno|Küldve|Trimis"
    "|Gönderilen|Отправлено|Надіслано|Στάλθηκε|发送时间|傳送時間|送信日時|보낸 날짜|נשלח|Date|Datum|Fecha|Data|Dato"
    "|Päivämäärä|Дата|To|An|À|Para|A|Aan|Till|Til|Vastaanottaja|Do|Komu|Címzett|Către|Kime|Кому|Προς|收件人|收件者"
    "|宛先|받는 사람|אל|إلى|Subject|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat"
    "|Předmět|Predmet|Tárgy|Subiect|Konu|Тема|Θέμα|主题|主旨|件名|제목|נושא|الموضوع|Cc|Kopie"
)
FIELD = re.compile(rf"\*?({_FROM}|{_OTHER_FIELDS})\s?\*?{_COLON}\*?\s?\S?", re.IGNORECASE)
"""A line of the head that some programs put above what they quote."""
FROM = re.compile(rf"\*?(?:{_FROM})\s?\*?{_COLON}", re.IGNORECASE)
"""The first line of it."""

SENT_FROM = re.compile(
    r"(?:Sent (?:from|via|with) (?:my |Outlook|Mail|Yahoo|Proton|Samsung|Gmail|AOL|the )|Get Outlook for"
    r"|Von mei?nem .{1,40} gesendet|Gesendet (?:von|mit) |Envoyé de(?:puis)? mo[nm]|Enviado desde mi|Enviado do meu"
    r"|Inviato da(?:l mio)? |Verzonden vanaf mijn|Skickat från min|Sendt fra min|Lähetetty .{1,20}sta\b"
    r"|Wysłane z |Odesláno z |Trimis de pe |Отправлено с |Надіслано з |发自我的|從我的|iPhoneから送信)[^,]{0,90}\Z",
    re.IGNORECASE,
)
"""What a telephone adds. A sentence that goes on after a comma is somebody's own."""
DELIMITER = re.compile(r"--|—{1,10}|–{1,10}")
"""What stands above a signature."""
FOOTER = re.compile(r"_{20,80}")
"""What stands above the footer of a mailing list."""
