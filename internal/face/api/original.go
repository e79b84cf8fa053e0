package api

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// originalPath is where the bytes of an original are.
const originalPath = "/api/v1/items/{id}/original"

// original answers the bytes of an original, all or a range of them (RFC 9110,
// 14). They are never of a type that a browser would show: an original may be a
// page with a script of its own.
func (s *server) original(q *request) (err error) {
	if err := q.actor.May(guard.ToRead); err != nil {
		return err
	}
	ctx := q.r.Context()
	ports := q.Ports(q.actor)
	a, err := ports.Open(ctx, "", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var item custody.Item
	err = a.Book.Look(ctx, func(ctx context.Context, st flow.State) error {
		item, err = flow.FindItem(ctx, st, a.Actor, q.r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	q.w.Header().Set("Vary", "Authorization")
	if q.has(item.Sum) {
		return nil
	}
	part, err := rangeOf(q.r, item)
	if err != nil {
		q.w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", item.Bytes))
		return q.unsatisfied(err)
	}
	if q.r.Method == http.MethodHead {
		q.beginOriginal(item, part)
		return nil
	}
	if err := flow.See(ctx, a.Archive, a.Actor, item, ports.Clock(), custody.LookOriginal); err != nil {
		return err
	}
	return q.sendOriginal(ctx, a, item, part)
}

// has answers that the asker has these bytes, if they do: their name is their
// SHA-256, and they never change.
func (q *request) has(sum custody.Sum) bool {
	for known := range strings.SplitSeq(q.r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == tagOf(sum) {
			q.w.Header().Set("ETag", tagOf(sum))
			q.begun = true
			q.w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

func tagOf(sum custody.Sum) string { return `"` + sum.String() + `"` }

// unsatisfied answers that there is no such range.
func (q *request) unsatisfied(err error) error {
	p := problemOf(err)
	p.Status, p.Title = http.StatusRequestedRangeNotSatisfiable, "No such range"
	q.begun = true
	sendProblem(q.w, p)
	return err
}

func (q *request) sendOriginal(ctx context.Context, a *cli.Opened, item custody.Item, part span) (err error) {
	r, err := a.Originals.Open(ctx, item.Sum)
	if err != nil {
		return damaged(err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	err = copySpan(ctx, q.out, r, part, func() { q.beginOriginal(item, part) })
	if err != nil && q.begun {
		q.Log.Error("an original was broken off", "causes", q.Causes(err))
		panic(http.ErrAbortHandler) // so that nobody takes the part for the whole
	}
	return damaged(err)
}

func (q *request) beginOriginal(item custody.Item, part span) {
	h := q.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+item.Sum.String()+`"`)
	h.Set("Content-Length", strconv.FormatInt(part.to-part.from, 10))
	h.Set("Accept-Ranges", "bytes")
	h.Set("ETag", tagOf(item.Sum))
	h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(item.Sum[:])+":") // RFC 9530
	status := http.StatusOK
	if part.of {
		status = http.StatusPartialContent
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", part.from, part.to-1, item.Bytes))
	}
	q.begun = true
	q.w.WriteHeader(status)
}

// damaged tells an original that is lost or altered from other failures.
func damaged(err error) error {
	var altered *custody.Altered
	if errors.As(err, &altered) || errors.Is(err, custody.ErrNotKept) {
		return fail.New(fail.Integrity, "reading an original: %w", err)
	}
	return err
}

// span is the bytes from up to but not including to.
type span struct {
	from, to int64
	of       bool // it was asked for as a range
}

// rangeOf reads which bytes are asked for. What is no single range of bytes, or
// is asked for on a condition that does not hold, is answered with all of them,
// as RFC 9110 lets it.
func rangeOf(r *http.Request, item custody.Item) (span, error) {
	all := span{to: item.Bytes}
	asked, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
	if cond := r.Header.Get("If-Range"); !ok || strings.Contains(asked, ",") || cond != "" && cond != tagOf(item.Sum) {
		return all, nil
	}
	first, last, ok := strings.Cut(strings.TrimSpace(asked), "-")
	from, errFrom := strconv.ParseUint(first, 10, 62)
	to, errTo := strconv.ParseUint(last, 10, 62)
	part := span{from: int64(from), to: item.Bytes, of: true}
	switch {
	case !ok || first == "" && errTo != nil || first != "" && errFrom != nil || last != "" && errTo != nil || first != "" && last != "" && to < from:
		return all, nil // no range that can be read
	case first == "":
		part.from = max(0, item.Bytes-int64(to))
	case last != "":
		part.to = min(item.Bytes, int64(to)+1)
	}
	if part.from >= part.to {
		return part, fail.New(fail.Usage, "the original has %d bytes, and none of those asked for", item.Bytes)
	}
	return part, nil
}

// spanHeld is how much of a span is kept back until the store has said that the
// bytes of the original are right.
const spanHeld = 64 << 10

// copySpan copies a span of r to w, reads r to its end, where the store says
// whether its bytes are the original's, and keeps the last part back until then:
// of altered bytes nobody gets all that was announced.
func copySpan(ctx context.Context, w io.Writer, r io.Reader, part span, begin func()) error {
	buffer, held := make([]byte, spanHeld), make([]byte, 0, 2*spanHeld)
	begun := false
	for at := int64(0); ; {
		n, err := r.Read(buffer)
		if err != nil && err != io.EOF {
			return err
		}
		if failed := ctx.Err(); failed != nil {
			return failed
		}
		from, to := max(part.from-at, 0), min(part.to-at, int64(n))
		if from < to {
			held = append(held, buffer[from:to]...)
		}
		at += int64(n)
		send := len(held) - spanHeld
		if err == io.EOF {
			send = len(held)
		}
		if !begun && (send > 0 || err == io.EOF) {
			begin()
			begun = true
		}
		if send > 0 {
			if _, err := w.Write(held[:send]); err != nil {
				return fmt.Errorf("sending an original: %w", err)
			}
			held = append(held[:0], held[send:]...)
		}
		if err == io.EOF {
			return nil
		}
	}
}

// describeOriginal is the address in the description of the API.
func describeOriginal() object {
	refused := object{"$ref": "#/components/responses/problem"}
	header := func(what string) object {
		return object{"description": what, "schema": object{"type": "string"}}
	}
	bytes := object{"application/octet-stream": object{"schema": object{"type": "string", "contentMediaType": "application/octet-stream"}}}
	headers := object{"ETag": header("The SHA-256 of the original, in quotes."), "Repr-Digest": header("The same, by RFC 9530: of the whole original, whichever part is sent.")}
	param := func(name, in, what string, required bool) object {
		return object{"name": name, "in": in, "required": required, "description": what, "schema": object{"type": "string"}}
	}
	return object{"operationId": "get-items-id-original", "summary": "The bytes of an original, or one range of them.", "tags": []any{"original"},
		"description": "They are sent as application/octet-stream whatever they are, to be saved. All of them are read and compared with the SHA-256 before the last of an answer is sent; an answer that breaks off is not the original. Who is sent a sealed one is recorded first.",
		"parameters":  []any{param("id", "path", "The item: its SHA-256, or how it begins.", true), param("Range", "header", "One range of bytes, as bytes=1000-1999.", false)},
		"responses": object{"200": object{"description": "All of it.", "content": bytes, "headers": headers}, "206": object{"description": "The range.", "content": bytes, "headers": headers},
			"304": object{"description": "If-None-Match names its SHA-256."}, "416": refused,
			"400": refused, "401": refused, "403": refused, "404": refused, "429": refused, "500": refused}}
}
