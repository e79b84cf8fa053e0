package xmlread

import (
	"fmt"
	"io"

	"sanad/internal/format/content"
)

// meter hands the decoder one byte after another and fails once a token or the
// whole is over its limit: the decoder itself would gather a token of any size.
type meter struct {
	r           io.Reader
	buf         [32 << 10]byte
	at, n       int
	token       int64 // bytes given since begin
	most        int64 // of this token; 0 before its first byte
	whole, read int64
	err         error // a limit, or the source's own
}

// begin says that a token begins. The decoder ends a text by taking the < of
// the tag after it, so that a tag may have begun already.
func (m *meter) begin() {
	m.token, m.most = 0, 0
	if m.at > 0 && m.buf[m.at-1] == '<' {
		m.most = tagMost
	}
}

// ReadByte implements io.ByteReader.
func (m *meter) ReadByte() (byte, error) {
	if m.at >= m.n {
		if err := m.fill(); err != nil {
			return 0, err
		}
	}
	b := m.buf[m.at]
	m.at++
	if m.token++; m.token > tagMost {
		return b, m.long()
	}
	if m.most == 0 {
		if m.most = textMost; b == '<' {
			m.most = tagMost
		}
	}
	return b, nil
}

// long is asked for tokens over tagMost only.
func (m *meter) long() error {
	if m.token > m.most {
		m.err = fmt.Errorf("one element of the XML is too long: %w", &content.Limited{Limit: "text_bytes", Max: m.most})
	}
	return m.err
}

func (m *meter) fill() error {
	if m.err != nil {
		return m.err
	}
	if m.read > m.whole {
		m.err = fmt.Errorf("the XML is too long: %w", &content.Limited{Limit: "text_bytes", Max: m.whole})
		return m.err
	}
	for range 100 {
		n, err := m.r.Read(m.buf[:])
		if n > 0 {
			m.at, m.n = 0, n
			m.read += int64(n)
			return nil
		}
		if err == io.EOF {
			return io.EOF
		}
		if err != nil {
			m.err = err
			return err
		}
	}
	return io.ErrNoProgress
}

// Read implements io.Reader, for decoders of other encodings.
func (m *meter) Read(p []byte) (int, error) {
	for i := range p {
		b, err := m.ReadByte()
		if err != nil {
			return i, err
		}
		if p[i] = b; m.at >= m.n {
			return i + 1, nil
		}
	}
	return len(p), nil
}

// bytewise gives single bytes of a decoded stream, so that the decoder does
// not read ahead and charge one token for the bytes of the next.
type bytewise struct {
	r     io.Reader
	buf   [512]byte
	at, n int
}

func (b *bytewise) ReadByte() (byte, error) {
	for b.at >= b.n {
		n, err := b.r.Read(b.buf[:])
		if b.at, b.n = 0, n; n == 0 && err != nil {
			return 0, err
		}
	}
	b.at++
	return b.buf[b.at-1], nil
}

func (b *bytewise) Read(p []byte) (int, error) {
	for i := range p {
		c, err := b.ReadByte()
		if err != nil {
			return i, err
		}
		p[i] = c
	}
	return len(p), nil
}
