package app

import (
	"encoding/base64"
	"fmt"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// One invented name as people and programs write it.
const (
	persian   = "علی کریمی"       // Persian yeh and kaf
	arabic    = "علي كريمي"       // Arabic yeh and kaf
	maksura   = "على كريمى"       // yeh without dots, as Egyptians write it
	joined    = "علی\u200c کریمی" // with a zero width non-joiner left behind
	presented = "ﻋﻠﯽ ﮐﺮﯾﻤﯽ"       // in presentation forms, as old PDF programs leave it
	latin     = "Ali Karimi"
)

// texts are files that are written as text, by their names: each has the name
// in one spelling.
func texts(t *testing.T) map[string]string {
	t.Helper()
	windows, err := charmap.Windows1256.NewEncoder().String("شهد " + arabic + " في القرية.\r\n")
	if err != nil {
		t.Fatal(err)
	}
	letter := "From: Maryam <maryam@example.org>\r\nTo: =?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(persian)) + "?= <ali@example.org>\r\nSubject: letter\r\n" +
		"Date: Thu, 4 Mar 1982 05:06:07 +0330\r\nMIME-Version: 1.0\r\n"
	return map[string]string{
		"plain.txt":          "در سال ۱۳۶۱ " + persian + " را دیدم.\n",
		"latin.txt":          "In 1361 I saw " + latin + ".\n",
		"digits.txt":         "في سنة ١٣٦١ رأيت " + arabic + "\n",
		"windows.txt":        windows,
		"wide.txt":           wide("نامه‌ی " + presented + "\n"),
		"list.csv":           "نام,سال\n" + maksura + ",۱۳۶۱\n\"=cmd|' /C calc'!A0\",۱۳۶۲\n",
		"list.tsv":           "name\tyear\n" + latin + "\t1361\nMaryam Rostami\t1362\n",
		"page.html":          "<!doctype html><html><meta charset=utf-8><script>alert(1)</script><body onload=alert(2)><p>" + joined + "</p></html>",
		"note.md":            "# یادداشت\n\n" + persian + "\n",
		"drawing.svg":        `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><text>` + arabic + `</text></svg>`,
		"record.xml":         `<?xml version="1.0"?><record><name>` + arabic + `</name></record>`,
		"record.json":        fmt.Sprintf(`{"name": %q, "year": 1361}`, persian),
		"records.jsonl":      fmt.Sprintf("{\"name\": %q}\n{\"name\": \"x\"}\n", arabic),
		"film.srt":           "1\n00:00:01,000 --> 00:00:02,000\n" + persian + "\n",
		"film.vtt":           "WEBVTT\n\n00:01.000 --> 00:02.000\n" + arabic + "\n",
		"day.ics":            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + persian + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"card.vcf":           "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + arabic + "\r\nEND:VCARD\r\n",
		"settings.yaml":      "name: " + persian + "\n",
		"letter.eml":         letter + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nسلام\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=\"table.csv\"\r\n\r\nname,year\r\nAli Karimi,1361\r\nMaryam,1362\r\n--b--\r\n",
		"letter.emlx":        fmt.Sprintf("%d\n%s\r\n%s\r\n<?xml version=\"1.0\"?><plist version=\"1.0\"><dict/></plist>\n", len(letter)+2+len(latin)+2, letter, latin),
		"inbox.mbox":         "From a@example.org Thu Mar  4 05:06:07 1982\n" + letter + "\n" + latin + "\n\nFrom b@example.org Thu Mar  4 05:06:07 1982\nFrom: b@example.org\nSubject: x\n\n" + arabic + "\n",
		"page.mht":           "From: <saved>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b; type=\"text/html\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: http://example.org/\r\n\r\n<p>" + persian + "</p>\r\n--b--\r\n",
		"WhatsApp Chat.txt":  "12/03/2021, 14:05 - Maryam: سلام\n12/03/2021, 14:06 - " + arabic + ": علیک\n13/03/2021, 14:06 - Maryam: x\n",
		"result.json":        `{"name":"همسایه‌ها","type":"private_group","id":7,"messages":[{"id":1,"type":"message","date":"2021-03-12T14:06:00","from":"` + persian + `","text":"سلام"}]}`,
		"capture.warc":       captured(1),
		"no name at all":     persian + "\n",
		"nothing.txt":        "",
		"machine.bin":        "\x00\x01\x02\x03\xff\xfe\x00\x9c",
		"formula.json":       `"=HYPERLINK(\"http://example.org\")"`,
		"messages.html":      telegramPage,
		"trail.gpx":          `<?xml version="1.0"?><gpx><wpt lat="35.7" lon="51.4"><name>` + persian + `</name></wpt></gpx>`,
		"place.geojson":      fmt.Sprintf(`{"type":"Feature","properties":{"name":%q}}`, arabic),
		"two words.markdown": latin + "\n",
	}
}

const telegramPage = `<html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
Neighbours </div></div></div><div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="12.03.2021 14:05:01 UTC+03:30">14:05</div>
<div class="from_name">` + persian + ` </div><div class="text">سلام</div></div></div></div></body></html>`

// wide writes UTF-16 with its mark.
func wide(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// captured is a web archive of one page, of that number.
func captured(page int) string {
	http := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + fmt.Sprint(arabic, " ", page) + "</p>\r\n"
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\nWARC-Date: 2021-03-12T14:05:01Z\r\n"+
		"WARC-Target-URI: http://example.org/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(http), http)
}
