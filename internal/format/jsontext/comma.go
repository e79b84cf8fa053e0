package jsontext

import "io"

// comma reads JSON and puts a comma between two objects of a list that have none:
// programs that write a long list in groups forget it between two groups, and
// what stands behind would be lost. Everything else is handed on as it is.
type comma struct {
	r       io.Reader
	held    []byte // read and not yet handed on
	err     error
	inText  bool
	escaped bool
	lists   []bool // what is open: a list, or an object
	closed  bool   // the last byte but spaces ended an object
}

// Read implements io.Reader.
func (c *comma) Read(p []byte) (int, error) {
	for len(c.held) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		buf := make([]byte, max(512, len(p)))
		n, err := c.r.Read(buf)
		c.err = err
		c.held = c.mend(buf[:n])
	}
	n := copy(p, c.held)
	c.held = c.held[n:]
	return n, nil
}

// maxOpen bounds what is remembered of nesting; a walk gives up long before.
const maxOpen = 10_000

func (c *comma) mend(in []byte) []byte {
	out := make([]byte, 0, len(in)+8)
	for _, b := range in {
		if c.inText {
			c.inText = b != '"' || c.escaped
			c.escaped = b == '\\' && !c.escaped
			out = append(out, b)
			continue
		}
		if b == '{' && c.closed && len(c.lists) > 0 && c.lists[len(c.lists)-1] {
			out = append(out, ',')
		}
		switch b {
		case '"':
			c.inText, c.escaped = true, false
		case '{', '[':
			if len(c.lists) < maxOpen {
				c.lists = append(c.lists, b == '[')
			}
		case '}', ']':
			if len(c.lists) > 0 {
				c.lists = c.lists[:len(c.lists)-1]
			}
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			c.closed = b == '}'
		}
		out = append(out, b)
	}
	return out
}
