package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/internal/format/readtest"
	"sanad/internal/format/telegram"
)

const result = `{"name":"همسایه‌ها","type":"private_group","id":7,"messages":[
{"id":1,"type":"service","date":"2021-03-12T14:05:01","date_unixtime":"1615545301","actor":"Sara","actor_id":"user1","action":"create_group","title":"Neighbours","members":["Omar",null]},
{"id":2,"type":"message","date":"2021-03-12T14:06:00","date_unixtime":"1615545360","from":"Sara","from_id":"user1","text":["see ",{"type":"text_link","text":"here","href":"https://example.org"}," سلام"],"edited":"2021-03-12T15:00:00"},
{"id":3,"type":"message","date":"2021-03-12T14:07:00","from":"Omar","forwarded_from":"Channel","reply_to_message_id":2,"photo":"photos/a.jpg","text":""},
{"id":4,"type":"message","date":"odd","from":null,"file":"files/b.ogg","media_type":"voice_message","text":"x","location_information":{"latitude":35.70,"longitude":51.4},"poll":{"question":"q?","answers":[{"text":"a"},{"text":"b"}]}}
]}`

const pageHTML = `<html><head><title>Exported Data</title><style>p{}</style></head><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
Neighbours </div></div></div>
<div class="message service" id="message-1"><div class="body details">12 March 2021</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="12.03.2021 14:05:01 UTC+03:30">14:05</div>
<div class="from_name">Sara </div><div class="text">First &amp; line<br>سطر دوم</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body"><div class="pull_right date details" title="12.03.2021 14:06:00">14:06</div>
<div class="reply_to details">In reply to <a href="#go_to_message2">this message</a></div>
<div class="media_wrap clearfix"><a class="photo_wrap" href="photos/a.jpg"></a></div></div></div>
<div class="message default clearfix" id="message4"><div class="body"><div class="date details" title="12.03.2021 14:07:00">14:07</div><div class="from_name">Omar</div>
<div class="forwarded body"><div class="from_name">Channel</div><div class="text">news</div></div></div></div></div></body></html>`

// Every message is read with its date, sender and what belongs to it.
func TestRead(t *testing.T) {
	for _, c := range []struct{ what, file, want, people, count, title string }{
		{"JSON", result, "2021-03-12T14:05:01+03:30 * Sara: [create group Neighbours Omar]\n" +
			"2021-03-12T14:06:00+03:30 Sara: [edited 2021-03-12T15:00:00] see here (https://example.org) سلام\n" +
			"2021-03-12T14:07:00 Omar: [forwarded from Channel] [in reply to message 2] [photo photos/a.jpg]\n" +
			"odd: [voice message files/b.ogg] [place 35.70, 51.4] [poll q? a / b] x", "Sara | Omar", "4", "همسایه‌ها"},
		{"HTML", pageHTML, " *: 12 March 2021\n2021-03-12T14:05:01+03:30 Sara: First & line\nسطر دوم\n" +
			"2021-03-12T14:06:00 Sara: [file photos/a.jpg] [In reply to this message]\n" +
			"2021-03-12T14:07:00 Omar: [forwarded from Channel] news", "Sara | Omar", "4", "Neighbours"},
	} {
		g := readtest.Of(telegram.Read, c.file)
		g.Check(t, c.file)
		if g.Err != nil || len(g.Problems) != 0 || g.Text() != c.want {
			t.Errorf("%s: %v %v\n got %q\nwant %q", c.what, g.Err, g.Problems, g.Text(), c.want)
		}
		if g.Value("participant") != c.people || g.Value("message_count") != c.count || g.Value("title") != c.title {
			t.Errorf("%s: %v", c.what, g.Fields)
		}
	}
	if !telegram.LooksJSON([]byte(result)) || !telegram.LooksHTML([]byte(pageHTML)) || telegram.LooksJSON([]byte(`{"messages":[]}`)) || telegram.LooksHTML([]byte("<html>")) {
		t.Error("the kinds are not told by their heads")
	}
}

// An export of a whole account holds many chats.
func TestAccount(t *testing.T) {
	g := readtest.Of(telegram.Read, `{"personal_information":{"user_id":1},"chats":{"list":[`+
		`{"name":"A","id":1,"messages":[{"type":"message","date":"2021-03-12T14:05:01","from":"x","text":"one"}]},`+
		`{"name":"B","id":2,"messages":[{"type":"message","date":"2021-03-12T14:05:01","from":"y","text":"two"}]}]}}`)
	if g.Err != nil || len(g.Pages) != 2 || g.Pages[0].Name != "A" || g.Pages[1].Name != "B" || g.Value("title") != "A | B" {
		t.Errorf("%v %+v %v", g.Err, g.Pages, g.Fields)
	}
}

// Damage costs what is damaged, and limits are told by name.
func TestHostile(t *testing.T) {
	opt := readtest.Options()
	opt.Limits.WholeBytes = 100_000
	begin := `{"name":"A","messages":[{"type":"message","date":"d","from":"x","text":"one"},`
	for _, c := range []struct{ what, file, limit string }{
		{"cut off", begin, ""},
		{"broken", begin + "what?", ""},
		{"another kind", begin + `{"text":5,"from":{},"date":7}]}`, ""},
		{"deep", begin + strings.Repeat("[", 20_000), "depth-or-broken"},
		{"long", begin + `{"text":"` + strings.Repeat("x", 200_000) + `"}]}`, "whole_bytes"},
		{"deep elsewhere", begin[:len(begin)-1] + `],"x":` + strings.Repeat("[", 20_000), "depth"},
	} {
		g := readtest.With(telegram.Read, c.file, opt)
		if g.Err != nil || !strings.HasPrefix(g.Text(), "d x: one") || len(g.Problems) == 0 || c.limit != "depth-or-broken" && g.Limit() != c.limit {
			t.Errorf("%s: %v %q %v", c.what, g.Err, g.Text(), g.Problems)
		}
	}
	for _, none := range []string{"", "{}", "no", "<html></html>", `{"messages":7}`} {
		if g := readtest.Of(telegram.Read, none); g.Err == nil {
			t.Errorf("%q was read", none)
		}
	}
	deep := strings.Replace(pageHTML, `<div class="page_wrap">`, strings.Repeat("<div>", 100_000), 1)
	if g := readtest.Of(telegram.Read, deep); g.Limit() != "depth" {
		t.Errorf("deep HTML: %q", g.Limit())
	}
}

// A hundred messages are a page.
func TestPages(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"name":"A","messages":[`)
	for i := range 250 {
		fmt.Fprintf(&b, `{"type":"message","date":"2021-03-12T14:05:01","from":"x","text":"number %d"},`, i)
	}
	g := readtest.Of(telegram.Read, strings.TrimSuffix(b.String(), ",")+"]}")
	if g.Err != nil || len(g.Pages) != 3 || !strings.HasSuffix(g.Pages[2].Text, "number 249") {
		t.Errorf("%v, %d pages", g.Err, len(g.Pages))
	}
}

func TestDamage(t *testing.T) {
	readtest.Damage(t, telegram.Read, result)
	readtest.Damage(t, telegram.Read, pageHTML)
}

func FuzzRead(f *testing.F) { readtest.Fuzz(f, telegram.Read, result, pageHTML) }

func BenchmarkRead(b *testing.B) {
	data := `{"name":"A","messages":[` + strings.TrimSuffix(strings.Repeat(`{"id":2,"type":"message","date":"2021-03-12T14:06:00","date_unixtime":"1615545360","from":"Sara","text":["see ","x"]},`, 5000), ",") + "]}"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if g := readtest.Of(telegram.Read, data); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
