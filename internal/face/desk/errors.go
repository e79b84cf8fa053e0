package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"

	"sanad/internal/ground/fail"
)

// answerTo maps each kind of failure, here and nowhere else, to its status
// and to the key of its words.
func answerTo(kind fail.Kind) (status int, key string) {
	switch kind {
	case fail.Usage:
		return http.StatusBadRequest, "usage"
	case fail.Integrity:
		return http.StatusInternalServerError, "integrity"
	case fail.Partial:
		return http.StatusInternalServerError, "partial"
	case fail.Refused:
		return http.StatusForbidden, "refused"
	case fail.NotFound:
		return http.StatusNotFound, "notfound"
	case fail.Conflict:
		return http.StatusConflict, "conflict"
	}
	return http.StatusInternalServerError, "failed"
}

func kindName(err error) string {
	_, key := answerTo(fail.Of(err))
	return key
}

func serious(err error) bool {
	status, _ := answerTo(fail.Of(err))
	return status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled)
}

// toldText gives what an error says without the advice for the command line.
func toldText(err error) string {
	if told := (*fail.Error)(nil); errors.As(err, &told) {
		return told.Text
	}
	return err.Error()
}

type errorPage struct {
	frame
	Key    string
	Detail string // what the rule that refused says, in English; "" if it must not be told
}

// sendError shows an error. What was not found is told in the same words
// whether it is not there or must not be known, so its page holds nothing of
// the address but the area of the menu; what failed inside is not told at
// all, for it could name what must not be known.
func (d *desk) sendError(w http.ResponseWriter, v *visit, err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = fail.New(fail.Usage, "the form holds more than %d bytes", tooLarge.Limit)
	}
	status, key := answerTo(fail.Of(err))
	page := &errorPage{Key: key}
	var told *fail.Error
	if errors.As(err, &told) && (told.Kind == fail.Usage || told.Kind == fail.Refused || told.Kind == fail.Conflict) {
		page.Detail = told.Text
	}
	v.fill(&page.frame)
	page.Langs, page.Done = v.langs(url.Values{}), ""
	if failed := v.write(w, status, "error", page); failed != nil {
		d.Log.Error("failed", "route", v.r.Pattern, "kind", "error page", "causes", Causes(failed))
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

// Causes names an error for the log by the types in its chain and, where one
// has them, its numbers: its text could hold a name.
func Causes(err error) []string {
	var out []string
	for ; err != nil; err = errors.Unwrap(err) {
		name := fmt.Sprintf("%T", err)
		if value := reflect.ValueOf(err); value.CanUint() || value.CanInt() {
			name += fmt.Sprintf("(%d)", value.Interface())
		}
		if coded, ok := err.(interface{ Code() int }); ok {
			name += fmt.Sprintf("(%d)", coded.Code())
		}
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				out = append(out, Causes(e)...)
			}
		}
		out = append(out, name)
	}
	return out
}
