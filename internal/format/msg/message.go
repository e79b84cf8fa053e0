package msg

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/html"
	"sanad/internal/format/mimepart"
	"sanad/internal/format/rtf"
)

// message is a message that is being read.
type message struct {
	*reading
	*object
	name        string
	to, cc, bcc []string
}

// person puts a name and an address together.
func person(name, mail string) string {
	switch {
	case name == "" || name == mail:
		return mail
	case mail == "":
		return name
	}
	return name + " <" + mail + ">"
}

// receivers reads the folders of receivers, which are more exact than the
// line of names that is shown.
func (m *message) receivers() error {
	for i, name := range m.named("__recip_version1.0_#") {
		o, err := newObject(m.folders[name], 8, m.page, 1<<20)
		if err != nil {
			if err := m.problem(part(m.name, fmt.Sprintf("receiver %d", i+1)), err); err != nil {
				return err
			}
		}
		mail := o.line(idSMTP)
		if mail == "" {
			mail = o.line(idMail)
		}
		who := person(o.line(idName), mail)
		switch kind := o.number(idKind) & 0xf; {
		case who == "":
		case kind == 2:
			m.cc = append(m.cc, who)
		case kind == 3:
			m.bcc = append(m.bcc, who)
		default:
			m.to = append(m.to, who)
		}
	}
	for _, l := range []struct {
		list *[]string
		id   uint32
	}{{&m.to, idTo}, {&m.cc, idCc}, {&m.bcc, idBcc}} {
		if shown := m.line(l.id); len(*l.list) == 0 && shown != "" {
			*l.list = []string{shown}
		}
	}
	return nil
}

// sender is who wrote; for whom, where that is somebody else.
func (m *message) sender() (from, sender string) {
	mail := m.line(idSenderSMTP)
	if mail == "" {
		mail = m.line(idSenderMail)
	}
	sender = person(m.line(idSender), mail)
	from = person(m.line(idSenderFor), m.line(idSenderForMail))
	if from == "" || m.line(idSenderFor) == m.line(idSender) {
		return sender, ""
	}
	return from, sender
}

// sent is when the message was sent, or reached the mailbox.
func (m *message) sent() string {
	if t := m.time(idSent); !t.IsZero() {
		return stamp(t)
	}
	return stamp(m.time(idReceived))
}

// fields describes the file's own message.
func (m *message) fields() error {
	from, sender := m.sender()
	fields := []content.Field{
		{Name: "from", Value: from}, {Name: "sender", Value: sender}, {Name: "subject", Value: m.line(idSubject)},
		{Name: "sent", Value: stamp(m.time(idSent))}, {Name: "date_received", Value: stamp(m.time(idReceived))},
		{Name: "created", Value: stamp(m.time(idCreated))}, {Name: "modified", Value: stamp(m.time(idModified))},
		{Name: "message_id", Value: m.line(idMessageID)}, {Name: "in_reply_to", Value: m.line(idInReplyTo)},
		{Name: "references", Value: m.line(idReferences)}, {Name: "message_class", Value: m.line(idClass)},
	}
	for _, l := range []struct {
		name string
		all  []string
	}{{"to", m.to}, {"cc", m.cc}, {"bcc", m.bcc}} {
		for _, who := range l.all {
			fields = append(fields, content.Field{Name: l.name, Value: who})
		}
	}
	if m.guess != nil && m.guess.Guess != "" {
		fields = append(fields, m.guess.Fields()...)
	}
	for _, f := range append(fields, m.headers()...) {
		if err := m.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}

// headers reads what is kept of the header that the message came with.
func (m *message) headers() []content.Field {
	raw, _ := m.object.text(idHeaders)
	var fields []content.Field
	keep := func(h mimepart.Header, _ mimepart.Valued) error {
		for _, l := range h {
			name := map[string]string{"received": "received", "x-mailer": "creator", "user-agent": "creator", "reply-to": "reply_to", "return-path": "return_path", "x-originating-ip": "originating_ip"}[strings.ToLower(l.Name)]
			if name != "" && len(fields) < 200 {
				fields = append(fields, content.Field{Name: name, Value: mimepart.Text(l.Value, "")})
			}
		}
		return errStop
	}
	// What is no header gives no fields.
	_ = mimepart.Walk(strings.NewReader(raw), m.opt.Limits, mimepart.Visitor{
		Message: keep, Part: func(*mimepart.Part) error { return nil }, Problem: func(content.Problem) error { return nil },
	})
	return fields
}

var errStop = errors.New("enough")

// block gives the lines that stand above a message when it is shown.
func (m *message) block() string {
	from, _ := m.sender()
	var b strings.Builder
	for _, l := range []struct{ name, value string }{
		{"From", from}, {"To", strings.Join(m.to, "; ")}, {"Cc", strings.Join(m.cc, "; ")}, {"Bcc", strings.Join(m.bcc, "; ")},
		{"Date", m.sent()}, {"Subject", m.line(idSubject)},
	} {
		if l.value != "" {
			fmt.Fprintf(&b, "%s: %s\n", l.name, l.value)
		}
	}
	return b.String()
}

// text hands over the message's text: the plain one, else that of HTML, else
// that of RTF. Outlook makes them from each other.
func (m *message) text() error {
	p := &page{m: m, block: m.block()}
	for _, body := range []func(*page) (bool, error){m.plain, m.hypertext, m.rich} {
		if found, err := body(p); found || err != nil {
			return err
		}
	}
	return p.finish()
}

func (m *message) plain(p *page) (bool, error) {
	body, err := m.object.text(idBody)
	if err != nil {
		if err := m.problem(part(m.name, "text"), err); err != nil {
			return true, err
		}
	}
	if strings.TrimSpace(body) == "" {
		return false, nil
	}
	return true, p.Page(content.Page{Text: strings.TrimRight(body, " \t\n")})
}

func (m *message) hypertext(p *page) (bool, error) {
	data, err := m.binary(idHTML)
	if len(data) == 0 && err == nil {
		var s string
		s, err = m.object.text(idHTML)
		data = []byte(s)
	}
	if err != nil {
		if err := m.problem(part(m.name, "HTML text"), err); err != nil {
			return true, err
		}
	}
	if isBlank(data) {
		return false, nil
	}
	stated := ""
	if n := m.number(idInternetPage); n == 65001 {
		stated = "utf-8"
	} else if n >= 1250 && n <= 1258 {
		stated = fmt.Sprintf("windows-%d", n)
	}
	if err := html.Convert(bytes.NewReader(data), stated, m.opt, p); err != nil {
		return true, err
	}
	return p.block == "", nil
}

func (m *message) rich(p *page) (bool, error) {
	packed, err := m.binary(idRTF)
	if len(packed) == 0 {
		return false, nil
	}
	if err != nil {
		if err := m.problem(part(m.name, "RTF text"), err); err != nil {
			return true, err
		}
	}
	data, err := unpack(packed, m.object.most)
	if err != nil {
		if err := m.problem(part(m.name, "RTF text"), err); err != nil {
			return true, err
		}
	}
	if isBlank(data) {
		return false, nil
	}
	src := content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
	if err := rtf.Read(src, m.opt, p); err != nil {
		if p.sink != nil {
			return true, p.sink
		}
		return false, m.problem(part(m.name, "RTF text"), err)
	}
	return p.block == "", nil
}
