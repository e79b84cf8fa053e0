package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// said is a frame about a job.
func said(kind byte, number uint64, payload string) []byte {
	return append(binary.BigEndian.AppendUint64([]byte{kind}, number), payload...)
}

// asking is a frame that asks.
func asking(number uint64, at int64, length uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(said(frameAsk, number, ""), uint64(at)), length)
}

// breakProtocol is a child that has been taken over, or is another program: it
// greets, waits for a job, and says at once what hostileWords has.
func breakProtocol(kind string) error {
	words, known := hostileWords[kind]
	if !known {
		return errors.New("no such child: " + kind)
	}
	out, in := bufio.NewWriterSize(os.Stdout, 1<<20), bufio.NewReader(os.Stdin)
	version := protocol
	if kind == "old" {
		version--
	}
	if err := writeFrame(out, frameHello, fmt.Appendf(nil, `{"Protocol":%d}`, version)); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if kind == "deaf" { // asks, and never listens
		for out.Flush() == nil {
			if err := writeFrame(out, frameAsk, words.says[1:]); err != nil {
				return err
			}
		}
	}
	if _, err := in.Peek(1); err != nil {
		return err
	}
	if kind == "deserting" {
		os.Stdout.Close()
		os.Stdin.Close()
	}
	if kind == "pestering" {
		go io.Copy(io.Discard, in)
	}
	for range max(1, words.times) {
		if words.raw {
			out.Write(words.says)
		} else if len(words.says) > 0 {
			writeFrame(out, words.says[0], words.says[1:])
		}
	}
	out.Flush()
	time.Sleep(time.Hour)
	return nil
}

// hostileWords are what children say that were taken over, in answer to their
// first job, which has a document of 300,000 bytes.
var hostileWords = map[string]struct {
	says  []byte
	raw   bool // not as a frame
	times int
	want  error
	named string
}{
	"old":         {},
	"deserting":   {want: ErrCrashed, named: "closed its pipes"},
	"confused":    {says: []byte("HTTP/1.1 200 OK\r\n\r\n"), raw: true, want: ErrCrashed, named: "frame 'H'"},
	"drowning":    {says: []byte{frameChunk, 0xff, 0xff, 0xff, 0xff}, raw: true, want: ErrCrashed, named: "of 4294967295 bytes"},
	"numberless":  {says: []byte{frameEnd, 1, 2, 3}, want: ErrCrashed, named: "frame 'E' of 3 bytes"},
	"shouting":    {says: said(frameEnd, 7, ""), want: ErrCrashed, named: "an answer to job 7"},
	"empty":       {says: said(frameChunk, 1, ""), want: ErrCrashed, named: "frame 'C' of 8 bytes"},
	"verbose":     {says: said(frameFailure, 1, strings.Repeat("x", maxReason+1)), want: ErrCrashed, named: "frame 'F'"},
	"beyond":      {says: asking(1, 299_999, 2), want: ErrCrashed, named: "2 bytes at 299999 of a document of 300000"},
	"before":      {says: asking(1, -1, 2), want: ErrCrashed, named: "2 bytes at -1"},
	"overflowing": {says: asking(1, 1<<63-1, 2), want: ErrCrashed, named: "at 9223372036854775807"},
	"greedy":      {says: asking(1, 0, 1<<32-1), want: ErrCrashed, named: "4294967295 bytes at 0"},
	"nothing":     {says: asking(1, 0, 0), want: ErrCrashed, named: "0 bytes at 0"},
	"going on":    {says: frames(said(frameEnd, 1, ""), asking(1, 0, 1)), raw: true, want: ErrCrashed, named: "it went on after the end"},
	"pestering":   {says: asking(1, 7, 1), times: 10_000, want: ErrTimeout, named: "it asked for bytes of the document over 8192 times"},
	"deaf":        {says: asking(1, 0, 200_000), want: ErrTimeout, named: "over 2s"},
	"flooding":    {says: said(frameChunk, 1, strings.Repeat("x", 1000)), times: 2000, want: ErrResult, named: "over 1048576 bytes"},
}

func TestAChildThatBreaksTheProtocolIsEnded(t *testing.T) {
	for kind, words := range hostileWords {
		if words.want == nil {
			continue
		}
		t.Run(kind, func(t *testing.T) {
			p := open(t, kind, Config{Workers: 1, Result: 1 << 20, Wall: 2 * time.Second})
			job := text("length", strings.Repeat("x", 300_000))
			_, err := told(context.Background(), p, job)
			if !errors.Is(err, words.want) || !strings.Contains(err.Error(), words.named) {
				t.Errorf("%v; want %v saying %q", err, words.want, words.named)
			}
			if len(p.idle) > 0 {
				t.Error("it is given another job")
			}
		})
	}
}

// spoken is an exchange with a child that says what is given.
func spoken(said []byte, job Job, limit int64) *exchange {
	c := &child{in: bufio.NewWriter(io.Discard), out: bufio.NewReader(bytes.NewReader(said))}
	return &exchange{c: c, turn: newTurn(), number: 7, job: job, limit: limit}
}
