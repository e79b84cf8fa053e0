package capture

import (
	"net/url"
	"strings"
	"testing"
)

func found(t *testing.T, l *links) string {
	t.Helper()
	var all []string
	for _, x := range l.list {
		all = append(all, x.kind+" "+strings.TrimPrefix(x.url.String(), "https://a.example"))
	}
	return strings.Join(all, "; ")
}

func doc(t testing.TB) *url.URL {
	t.Helper()
	u, err := parseURL("https://a.example/dir/page")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestEachPlaceThatNamesAFileIsFound(t *testing.T) {
	for in, want := range map[string]string{
		`<img src=x.png>`: "image /dir/x.png",
		`<img srcset="a.png, b.png 2x,c.png 3x" src=" /d.png ">`:                          "image /d.png; image /dir/a.png; image /dir/b.png; image /dir/c.png",
		`<base href=/other/><img src=x.png>`:                                              "image /other/x.png",
		`<base href=javascript:x><img src=y.png>`:                                         "",
		`<LINK REL="icon STYLESHEET" HREF=s.css>`:                                         "image /dir/s.css",
		`<link rel=canonical href=/x><a href=/y>z</a>`:                                    "",
		`<meta http-equiv=Refresh content="0; URL='/next'">`:                              "frame /next",
		`<meta property=og:image content=/o.png>`:                                         "image /o.png",
		`<svg><image xlink:href=/i.svg /><use href=#a></svg>`:                             "image /i.svg",
		`<object data=/o.pdf></object><embed src=/e>`:                                     "other /o.pdf; other /e",
		`<audio src=/a.mp3></audio><video poster=/p.png><source src=/v.mp4></video>`:      "media /a.mp3; image /p.png; media /v.mp4",
		`<iframe srcdoc="<img src=/in.png><iframe srcdoc='<img src=/no.png>'>"></iframe>`: "image /in.png",
		`<p style="background: URL( &quot;/q.png&quot; )">`:                               "image /q.png",
		`<script>var a = "<img src=/no.png>"</script>`:                                    "",
		`<!-- <img src=/no.png> -->`:                                                      "",
		`<img src=/گزارش.png?س=۱#x>`:                                                      "image /%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.png?%D8%B3=%DB%B1",
		`<img src=//سند.example/x>`:                                                       "image https://xn--ugbh1d.example/x",
		`<img src=http://u:p@b.example/x><img src="http://[bad/">`:                        "",
		`<img src="/s?q=a b&quot;">`:                                                      "image /s?q=a%20b%22",
		`<img src=mailto:x@a.example><img src=data:,x><img src=blob:x>`:                   "",
		`<style>@import "one.css"; @import url('two.css') print; @font-face{src:url(f.woff)} /* url(no) */ a{b:"url(no)"}</style>`: "style /dir/one.css; style /dir/two.css; font /dir/f.woff",
	} {
		if got := found(t, parseHTML(doc(t), strings.NewReader(in), "text/html; charset=utf-8")); got != want {
			t.Errorf("%s\n gives %q,\n want %q", in, got, want)
		}
	}
}

func TestAPageInAnotherEncodingIsRead(t *testing.T) {
	l := parseHTML(doc(t), strings.NewReader("<title>\xe4\xc7\xe3\xe5</title><img src=/a.png>"), "text/html; charset=windows-1256")
	if l.title != "نامه" || len(l.list) != 1 {
		t.Errorf("%q %v", l.title, l.list)
	}
}

func FuzzLinks(f *testing.F) {
	for _, s := range []string{`<img srcset="a 1x,,b">`, `<style>@import"x";url(`, `<base href=//><iframe srcdoc="<p style='url(\">`, "url('\\\n)@import url(\"", "\xff\xfe<\x00i\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l := parseHTML(doc(t), strings.NewReader(s), "text/html")
		l.css(s)
		for _, x := range l.list {
			if x.url.Scheme != "http" && x.url.Scheme != "https" || x.url.User != nil || x.url.Host == "" || strings.ContainsAny(x.url.RequestURI()+x.url.Host, " \r\n") {
				t.Errorf("%q would be asked for", x.url)
			}
		}
		if len(l.list) > maxLinks || len(l.list) > len(s)*2 {
			t.Errorf("%d links from %d bytes", len(l.list), len(s))
		}
	})
}
