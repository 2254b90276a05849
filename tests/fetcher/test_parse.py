"""Documents as they are in the world: formats, encodings, damage."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fetcher.parse import MAX_ENTRIES, parse
from services.fetcher.parse.document import MAX_DOCUMENT_BYTES, Document, Unreadable
from tests.fetcher.build import NOW, in_rss, item, only, read, rss

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://wire.example/"><title>Wire</title><link>https://wire.example/</link></channel>
  <item rdf:about="https://wire.example/1"><title>Envoys meet</title><link>https://wire.example/1</link>
    <dc:date>2018-07-12T21:00:00+09:00</dc:date><dc:creator>Kim Min-ji</dc:creator><dc:language>en</dc:language></item>
</rdf:RDF>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://wire.example/world/">
  <title>Wire</title>
  <entry>
    <id>tag:wire.example,2018:1</id><title type="html">Envoys &lt;b&gt;meet&lt;/b&gt;</title>
    <link rel="alternate" href="../nk/1"/><link rel="enclosure" href="1.jpg"/>
    <published>2018-07-12T12:00:00Z</published><updated>2018-07-12T13:00:00Z</updated>
    <author><name>Kim Min-ji</name></author><category term="diplomacy"/>
    <summary>Short.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two envoys <em>met</em>.</p>
      <p>They parted.</p></div></content>
  </entry>
</feed>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title><entry>
  <id>1</id><title mode="base64" type="text/html">RW52b3lzIDxiPm1lZXQ8L2I+</title><issued>2018-07-12T12:00:00Z</issued>
  <content type="text/html" mode="escaped">&lt;p&gt;Two envoys met.&lt;/p&gt;</content></entry></feed>"""


def test_rss_gives_headline_body_date_and_the_rest() -> None:
    entry = in_rss(
        "<title>Envoys meet</title><link>https://wire.example/1</link><guid>https://wire.example/1</guid>"
        "<description>Short.</description><c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'>"
        "<![CDATA[<p>Two envoys met.</p><p>They parted.</p>]]></c:encoded>"
        "<pubDate>Thu, 12 Jul 2018 21:00:00 +0900</pubDate><author>kim@wire.example (Kim Min-ji)</author>"
        "<category>Diplomacy</category><category>Korea</category><source url='https://yna.example/'>Yonhap</source>"
        "<enclosure url='https://wire.example/1.jpg' type='image/jpeg'/>"
    )
    assert (entry.headline, entry.body) == ("Envoys meet", "Two envoys met.\n\nThey parted.")
    assert (entry.published, entry.byline, entry.provider) == (NOW, "Kim Min-ji", "Yonhap")
    assert (entry.link, entry.guid) == ("https://wire.example/1", "https://wire.example/1")
    assert (entry.categories, entry.links) == (("Diplomacy", "Korea"), ("https://wire.example/1.jpg",))


def test_rss_1_has_its_items_beside_the_channel() -> None:
    entry = only(RDF)
    assert (entry.headline, entry.published, entry.byline, entry.language) == ("Envoys meet", NOW, "Kim Min-ji", "en")


def test_rss_091_without_anything_optional_is_read() -> None:
    entry = only(
        "<rss version='0.91'><channel><item><title>A</title><link>http://w.example/1</link></item></channel></rss>"
    )
    assert (entry.headline, entry.link, entry.published, entry.guid) == ("A", "http://w.example/1", None, None)


def test_atom_takes_content_before_summary_and_links_from_their_base() -> None:
    entry = only(ATOM)
    assert (entry.headline, entry.body) == ("Envoys meet", "Two envoys met.\n\nThey parted.")
    assert (entry.link, entry.links) == ("https://wire.example/nk/1", ("https://wire.example/world/1.jpg",))
    assert (entry.byline, entry.categories, entry.language) == ("Kim Min-ji", ("diplomacy",), "en")
    assert entry.published == NOW
    assert entry.updated == NOW + timedelta(hours=1)


def test_atom_03_is_read_in_its_modes() -> None:
    entry = only(ATOM_03)
    assert (entry.headline, entry.body, entry.published) == ("Envoys meet", "Two envoys met.", NOW)


def test_atom_text_is_taken_as_it_stands() -> None:
    entry = only(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text'>A &lt;b&gt; c</title></entry></feed>"
    )
    assert entry.headline == "A <b> c"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&T Q&A &b", "AT&T Q&A &b"),
        ("A&nbsp;caf&eacute;", "A café"),
        ("Kim &amp;amp; Moon", "Kim & Moon"),
        ("&lt;b&gt;Kim&lt;/b&gt; &amp;#8220;meets&amp;#8221; Moon", "Kim “meets” Moon"),
        ("<![CDATA[Kim & Moon <i>meet</i>]]>", "Kim & Moon meet"),
        ("3 &lt; 5", "3 < 5"),
        ("3 < 5", "3 < 5"),
        ("N.K. &lt;Rodong&gt; says", "N.K. <Rodong> says"),
        ("Kim\x07 meets &#0; Moon&#146;s", "Kim meets Moon’s"),
        ("  Kim \n meets\tMoon ", "Kim meets Moon"),
        ("&#x1F1F0;&#x1F1F7; Kim", "🇰🇷 Kim"),
        ("Kim &#1114112; Moon", "Kim Moon"),
        ("북한, 회담 불참", "북한, 회담 불참"),
    ],
)
def test_a_title_survives_what_feeds_do_to_it(title: str, expected: str) -> None:
    assert in_rss(f"<title>{title}</title>").headline == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;", "One.\n\nTwo."),
        ("One.&lt;br/&gt;&lt;br/&gt;Two.", "One.\n\nTwo."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("<![CDATA[One <a href='x'>link</a>.\n\nTwo.]]>", "One link.\n\nTwo."),
        ("<![CDATA[<script>alert(1)</script><style>p{}</style><p>One.</p>]]>", "One."),
        ("<![CDATA[<ul><li>One</li><li>Two</li></ul>]]>", "One\nTwo"),
        ("<![CDATA[<table><tr><td>One</td><td>1</td></tr><tr><td>Two</td></tr></table>]]>", "One 1\nTwo"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<![CDATA[<p>One<p>Two <b>bold <i>both</b> it</i>]]>", "One\n\nTwo bold both it"),
        ("Prices &lt; 5 and &gt; 3", "Prices < 5 and > 3"),
        ("Kim said &amp;quot;no&amp;quot;.", 'Kim said "no".'),
    ],
)
def test_a_body_becomes_text_with_its_paragraphs(body: str, expected: str) -> None:
    assert in_rss(f"<description>{body}</description>").body == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("<link>/nk/1</link>", "https://wire.example/nk/1"),
        ("<link>//cdn.example/1</link>", "https://cdn.example/1"),
        ("<link>\n  https://wire.example/1\n</link>", "https://wire.example/1"),
        ("<link>https://wire.example/?a=1&b=2</link>", "https://wire.example/?a=1&b=2"),
        ("<link>https://wire.example/?a=1&amp;b=2</link>", "https://wire.example/?a=1&b=2"),
        ("<guid>https://wire.example/9</guid>", "https://wire.example/9"),
        ("<guid isPermaLink='false'>https://wire.example/9</guid>", None),
        ("<guid>9</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[::1</link>", None),
        (f"<link>https://wire.example/{'x' * 2048}</link>", None),
        ("<a:link xmlns:a='http://www.w3.org/2005/Atom' href='https://wire.example/2'/>", "https://wire.example/2"),
    ],
)
def test_a_link_is_made_absolute_or_left_out(fields: str, expected: str | None) -> None:
    assert in_rss(f"<title>A</title>{fields}").link == expected


def test_relative_links_belong_to_the_channel_where_there_is_no_other_base() -> None:
    document = (
        "<rss><channel><link>https://site.example/kr/</link><item><title>A</title><link>1</link></item></channel></rss>"
    )
    assert only(document).link == "https://site.example/kr/1"


@pytest.mark.parametrize(
    ("encoding", "declared", "http"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", None),
        ("cp949", "euc-kr", None),
        ("cp949", None, "text/xml; charset=euc-kr"),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", None, None),
        ("utf-32", None, None),
        ("iso-2022-kr", "iso-2022-kr", None),
    ],
)
def test_text_is_decoded_whatever_is_declared(encoding: str, declared: str | None, http: str | None) -> None:
    mark = f" encoding='{declared}'" if declared else ""
    document = f"<?xml version='1.0'{mark}?><rss><channel><item><title>북한 café 회담</title></item></channel></rss>"
    document = document if encoding.startswith("utf") else document.replace("é", "e")
    expected = "북한 café 회담" if encoding.startswith("utf") else "북한 cafe 회담"
    assert only(document.encode(encoding), content_type=http).headline == expected


def test_windows_quotes_declared_as_utf8_or_latin_are_quotes() -> None:
    for declared in ("utf-8", "iso-8859-1"):
        document = (
            f"<?xml version='1.0' encoding='{declared}'?><rss><channel><item><title>x</title></item></channel></rss>"
        )
        assert only(document.encode().replace(b">x<", b">\x93Kim\x94<")).headline == "“Kim”"


@pytest.mark.parametrize(
    ("document", "quality"),
    [
        (rss(item()), "strict"),
        (b"\n\n  junk " + rss(item()), "strict"),
        (rss(item()) + b"<!-- served by 7 --><script>x()</script>", "repaired"),
        (rss(item(extra="<dc:creator>Kim</dc:creator>")), "repaired"),
        (rss(item(extra="<x>a & b</x>")), "repaired"),
        (rss(item(extra="<x>&nbsp;</x>")), "repaired"),
        (rss(item(extra="<x>&#0;</x>")), "repaired"),
        (rss(item())[:-1], "repaired"),
        (rss(item(), item("2"))[:-60], "recovered"),
        (rss(item(extra="<x><b>not closed</x>")), "recovered"),
    ],
)
def test_a_damaged_document_is_read_and_says_what_it_took(document: bytes, quality: str) -> None:
    feed = read(document)
    assert (feed.entries[0].headline, feed.quality) == ("Envoys meet in Seoul", quality)


def test_repair_leaves_cdata_alone() -> None:
    entry = in_rss("<title>A & B</title><description><![CDATA[Q&amp;A <p>one & two</p> &nbsp;]]></description>")
    assert entry.body == "Q&A\n\none & two"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * (MAX_DOCUMENT_BYTES + 1), "too_large"),
        (b"<rss><item " + b" ".join(b'a%d="x"' % n for n in range(20_000)) + b"/></rss>", "bomb"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "not_a_feed"),
        (b"service unavailable", "not_a_feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "unsupported"),
        (b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'/>", "unsupported"),
        (b"\x01abc", "unsupported"),
        (b"\x16\x16\x01abc", "unsupported"),
        (b"<rss><channel><it", "unparseable"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_cause(content: bytes, cause: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(content)
    assert refusal.value.cause == cause


def test_a_page_that_names_its_feed_is_refused_with_the_hint() -> None:
    page = b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed.xml'></head></html>"
    with pytest.raises(Unreadable, match=r"/feed\.xml"):
        read(page)


def test_pictures_inside_cdata_are_no_bomb() -> None:
    picture = f"<![CDATA[<p>One.</p><img src='data:image/png;base64,{'A' * 100_000}'>]]>"
    assert in_rss(f"<title>A</title><description>{picture}</description>").body == "One."


def test_entities_are_never_expanded_nor_files_read() -> None:
    bomb = "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    document = f"<?xml version='1.0'?>{bomb}<rss><channel><item><title>&b;|&x;</title></item></channel></rss>"
    assert only(document).headline == "&b;|&x;"


def test_of_too_many_items_the_newest_are_kept_in_their_order() -> None:
    dated = [f"<item><title>{n}</title><pubDate>{1531386000 + n}</pubDate></item>" for n in range(MAX_ENTRIES + 10)]
    feed = read(rss("<item><title>undated</title></item>", *dated))
    assert (len(feed.entries), feed.dropped) == (MAX_ENTRIES, 11)
    assert [feed.entries[0].headline, feed.entries[-1].headline] == ["10", str(MAX_ENTRIES + 9)]


def test_the_channel_gives_title_language_and_ttl() -> None:
    feed = read(rss(item(), channel="<title>Wire &amp; Co</title><language>ko</language><ttl>30</ttl>"))
    assert (feed.title, feed.language, feed.ttl) == ("Wire & Co", "ko", 1800)
    assert feed.entries[0].language == "ko"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="<>&;![]CDATA-/'\"rssitem =:#x0", max_size=200).map(str.encode))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    whole = b"<rss><channel><item><title>" + noise + b"</title></item></channel></rss>"
    for content in (noise, whole, whole[:60]):
        try:
            feed = parse(Document(content=content))
        except Unreadable:
            continue
        feed.model_dump_json()
