package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/jsontext"
)

// message is a message of result.json. What may be a string, a number or
// nothing is kept raw.
type message struct {
	ID        json.RawMessage `json:"id"`
	Type      string          `json:"type"`
	Date      string          `json:"date"`
	Unix      json.RawMessage `json:"date_unixtime"`
	Edited    string          `json:"edited"`
	From      string          `json:"from"`
	Author    string          `json:"author"`
	Actor     string          `json:"actor"`
	Action    string          `json:"action"`
	Title     string          `json:"title"`
	Members   []any           `json:"members"`
	Forwarded string          `json:"forwarded_from"`
	Saved     string          `json:"saved_from"`
	ReplyTo   json.RawMessage `json:"reply_to_message_id"`
	Photo     string          `json:"photo"`
	File      string          `json:"file"`
	FileName  string          `json:"file_name"`
	Media     string          `json:"media_type"`
	Emoji     string          `json:"sticker_emoji"`
	Bot       string          `json:"via_bot"`
	Text      any             `json:"text"`
	Place     *struct {
		Latitude  json.Number `json:"latitude"`
		Longitude json.Number `json:"longitude"`
	} `json:"location_information"`
	Contact *struct {
		First string `json:"first_name"`
		Last  string `json:"last_name"`
		Phone string `json:"phone_number"`
	} `json:"contact_information"`
	Poll *struct {
		Question any `json:"question"`
		Answers  []struct {
			Text any `json:"text"`
		} `json:"answers"`
	} `json:"poll"`
}

// mostMessage bounds one message in memory.
const mostMessage = 16 << 20

// readJSON reads a result.json: wherever a list called "messages" is, its
// elements are messages.
func readJSON(r io.Reader, opt content.Options, b *book) error {
	j := &scan{dec: jsontext.NewDecoder(r, min(opt.Limits.WholeBytes, mostMessage)), opt: opt, b: b}
	return j.finish(j.walk())
}

// scan looks for messages.
type scan struct {
	dec    *jsontext.Decoder
	opt    content.Options
	b      *book
	path   []level
	broken int // elements of "messages" that are no messages
}

// level is an open object or array.
type level struct {
	object, isKey bool
	key           string
}

var errDeep = errors.New("nested too deeply")

func (j *scan) walk() error {
	for {
		token, err := j.dec.Token()
		if err != nil {
			return err
		}
		if err := j.token(token); err != nil {
			return err
		}
	}
}

func (j *scan) token(token json.Token) error {
	d, isDelim := token.(json.Delim)
	if isDelim && (d == '}' || d == ']') {
		j.path = j.path[:len(j.path)-1]
		return nil
	}
	key := ""
	if n := len(j.path); n > 0 && j.path[n-1].object {
		top := &j.path[n-1]
		if top.isKey {
			top.key, _ = token.(string)
			top.isKey = false
			return nil
		}
		top.isKey = true
		key = top.key
	}
	if isDelim {
		return j.open(d, key)
	}
	if name, ok := token.(string); ok && key == "name" && (len(j.path) == 1 || len(j.path) == 4) {
		return j.b.name(name)
	}
	return nil
}

// open enters an object or array, and reads one that is a list of messages.
func (j *scan) open(d json.Delim, key string) error {
	if int64(len(j.path)) >= j.opt.Limits.Depth {
		return errDeep
	}
	if d == '{' || key != "messages" {
		j.path = append(j.path, level{object: d == '{', isKey: d == '{'})
		return nil
	}
	for j.dec.More() {
		var m message
		err := j.dec.Decode(&m)
		var mismatch *json.UnmarshalTypeError
		if err != nil && !errors.As(err, &mismatch) {
			return err
		}
		if err != nil {
			j.broken++
		}
		if err := j.b.add(m.entry()); err != nil {
			return err
		}
	}
	_, err := j.dec.Token() // the end of the list
	return err
}

// finish tells what ended the reading.
func (j *scan) finish(err error) error {
	if j.b.sink != nil {
		return j.b.sink
	}
	if err := j.b.flush(); err != nil {
		return err
	}
	p := content.Problem{Part: fmt.Sprintf("behind message %d", j.b.messages)}
	var limited *content.Limited
	switch {
	case errors.Is(err, io.EOF) && len(j.path) == 0:
		if j.b.messages == 0 {
			return errors.New("there are no messages in this file: it is no export of Telegram, or an empty one")
		}
	case errors.Is(err, errDeep):
		p.Limit, p.Reason = "depth", (&content.Limited{Limit: "depth", Max: j.opt.Limits.Depth}).Error()
	case errors.As(err, &limited):
		p.Limit, p.Reason = limited.Limit, limited.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.Reason = "the export is cut off"
	default:
		p.Reason = strings.ToValidUTF8(fmt.Sprintf("the JSON is broken: %v", err), "\uFFFD")
	}
	if p.Reason != "" {
		if j.b.messages == 0 && p.Limit == "" {
			return errors.New(p.Reason)
		}
		if err := j.b.out.Problem(p); err != nil {
			return err
		}
	}
	if j.broken > 0 {
		p := content.Problem{Part: "messages", Reason: fmt.Sprintf("%d messages have parts of another kind than expected, which were left out", j.broken)}
		if err := j.b.out.Problem(p); err != nil {
			return err
		}
	}
	return j.b.fields()
}

// entry gives a message as it is read.
func (m *message) entry() *entry {
	e := &entry{date: m.moment(), sender: m.From, text: plain(m.Text), service: m.Type == "service"}
	if e.service {
		e.sender = m.Actor
		e.note(strings.ReplaceAll(m.Action, "_", " "), m.Title+" "+strings.Join(names(m.Members), ", "))
		if m.Title == "" && len(m.Members) == 0 {
			e.note("", strings.ReplaceAll(m.Action, "_", " "))
		}
	}
	e.note("forwarded from", m.Forwarded)
	e.note("saved from", m.Saved)
	e.note("in reply to message", strings.Trim(string(m.ReplyTo), `"`))
	e.note("signed", m.Author)
	e.note("via", m.Bot)
	e.note("photo", m.Photo)
	what := "file"
	if m.Media != "" {
		what = strings.ReplaceAll(m.Media, "_", " ")
	}
	e.note(what, strings.TrimSpace(m.File+" "+m.Emoji))
	if m.FileName != "" && !strings.HasSuffix(m.File, m.FileName) {
		e.note("file name", m.FileName)
	}
	if m.Place != nil {
		e.note("place", m.Place.Latitude.String()+", "+m.Place.Longitude.String())
	}
	if m.Contact != nil {
		e.note("contact", strings.Join([]string{m.Contact.First, m.Contact.Last, m.Contact.Phone}, " "))
	}
	m.poll(e)
	e.note("edited", m.Edited)
	return e
}

func (m *message) poll(e *entry) {
	if m.Poll == nil {
		return
	}
	var answers []string
	for _, a := range m.Poll.Answers {
		answers = append(answers, plain(a.Text))
	}
	e.note("poll", plain(m.Poll.Question)+" "+strings.Join(answers, " / "))
}

// moment is the message's date. It stands there in the zone of the computer
// that exported; where the export gives the seconds since 1970 as well, the
// zone is the difference.
func (m *message) moment() string {
	local, err := time.Parse("2006-01-02T15:04:05", m.Date)
	if err != nil {
		return m.Date
	}
	var seconds int64
	if _, err := fmt.Sscanf(strings.Trim(string(m.Unix), `"`), "%d", &seconds); err != nil {
		return m.Date
	}
	offset := local.Unix() - seconds
	if offset%60 != 0 || offset < -24*3600 || offset > 24*3600 {
		return m.Date
	}
	return time.Unix(seconds, 0).In(time.FixedZone("", int(offset))).Format(time.RFC3339)
}

// plain gives a text that is a string, or a list of strings and of objects with
// a text: links, names, bold words.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var b strings.Builder
		for _, part := range v {
			b.WriteString(plain(part))
		}
		return b.String()
	case map[string]any:
		text, _ := v["text"].(string)
		if address, ok := v["href"].(string); ok && address != text {
			text += " (" + address + ")"
		}
		return text
	}
	return ""
}

func names(members []any) []string {
	var all []string
	for _, m := range members {
		if name, ok := m.(string); ok && len(all) < mostNames {
			all = append(all, name)
		}
	}
	return all
}
