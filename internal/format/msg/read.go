package msg

import (
	"errors"
	"fmt"

	"sanad/internal/format/content"
)

// ErrNoMessage: the compound file holds something else.
var ErrNoMessage = errors.New("this is no message of Outlook: the properties of a message are missing")

// Looks reports whether a file that begins with head may be a message: it is a
// compound file, and a name that only messages have is among its first bytes.
// In a large message that name may come later.
func Looks(head []byte) bool {
	const magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	if len(head) < len(magic) || string(head[:len(magic)]) != magic {
		return false
	}
	name := make([]byte, 0, 40)
	for _, b := range []byte("__substg1.0_") {
		name = append(name, b, 0)
	}
	for at := 512; at+128 <= len(head); at += 128 {
		if string(head[at:at+len(name)]) == string(name) {
			return true
		}
	}
	return false
}

// Read reads a message. Its first page begins with the lines that a mail
// program shows above a message. A message that is attached is pages of the
// same reading, with a name of their own: its bytes are no file by themselves.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	root, err := open(src)
	if err != nil {
		return err
	}
	if root.streams[fixedStream] == nil {
		return ErrNoMessage
	}
	r := &reading{opt: opt, out: out}
	return r.message(root, "", 32, 0, 0)
}

// reading is what goes through all messages of a file.
type reading struct {
	opt   content.Options
	out   content.Sink
	pages int
}

// bound is how long a value may be that is held in memory.
func (r *reading) bound() int64 { return min(r.opt.Limits.WholeBytes, 32<<20) }

// part names something inside a message, for people.
func part(within, what string) string {
	if within == "" {
		return what
	}
	return within + ", " + what
}

// message reads a message and what is attached to it. name is "" for the file's
// own, header the length of the head of its properties.
func (r *reading) message(s *storage, name string, header, page int, depth int64) error {
	o, err := newObject(s, header, page, r.bound())
	if err != nil {
		if err := r.problem(part(name, "properties"), err); err != nil {
			return err
		}
	}
	m := &message{reading: r, object: o, name: name}
	if err := m.receivers(); err != nil {
		return err
	}
	if name == "" {
		if err := m.fields(); err != nil {
			return err
		}
	}
	if err := m.text(); err != nil {
		return err
	}
	return m.attachments(depth)
}

// problem tells what was damaged or limited.
func (r *reading) problem(part string, err error) error {
	p := content.Problem{Part: part, Reason: "it could not be read to its end: " + err.Error()}
	var limited *content.Limited
	if errors.As(err, &limited) {
		p.Limit, p.Reason = limited.Limit, limited.Error()
	}
	return r.out.Problem(p)
}

// attachments hands over the files and reads the messages of a message.
func (m *message) attachments(depth int64) error {
	for i, name := range m.named("__attach_version1.0_#") {
		what := part(m.name, fmt.Sprintf("attachment %d", i+1))
		o, err := newObject(m.folders[name], 8, m.page, m.object.most)
		if err != nil {
			if err := m.problem(what, err); err != nil {
				return err
			}
		}
		if inner := o.folders[stream(idData, typeObject)]; inner != nil {
			if err := m.inner(inner, what, o, depth); err != nil {
				return err
			}
			continue
		}
		if err := m.file(o, what); err != nil {
			return err
		}
	}
	return nil
}

// inner reads a message that is attached. Other objects have no properties.
func (m *message) inner(s *storage, what string, o *object, depth int64) error {
	if s.streams[fixedStream] == nil {
		return m.out.Problem(content.Problem{Part: what, Reason: "it is an object of another program (OLE), which is not read"})
	}
	if depth+1 >= m.opt.Limits.Depth {
		return m.problem(what, &content.Limited{Limit: "depth", Max: m.opt.Limits.Depth})
	}
	return m.reading.message(s, what, 24, o.page, depth+1)
}

// file hands over an attached file.
func (m *message) file(o *object, what string) error {
	data := o.streams[stream(idData, typeBinary)]
	name := o.line(idFile)
	if name == "" {
		name = o.line(idShortFile)
	}
	if data == nil {
		return m.out.Problem(content.Problem{Part: what, Reason: "the file is not inside the message, only its name: " + name})
	}
	if data.Size == 0 {
		return m.out.Problem(content.Problem{Part: what, Reason: "the file is empty: " + name})
	}
	return m.out.Member(content.Member{
		Name: name, Role: "attachment", Part: what, MediaType: o.line(idMime), Modified: o.time(idModified),
	}, pieces{data})
}
