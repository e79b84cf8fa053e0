package words

import "fmt"

// Funcs gives what templates call to speak the table's language:
//
//	t KEY ARGS...        Say
//	many KEY N ARGS...   Count
//	term GROUP VALUE     Term
//	property KIND NAME   Property
//	worded KIND PROPERTY VALUE   Value
//	n NUMBER             Number, of any kind of integer
//	dec FLOAT PLACES     Decimal
//	size BYTES           Bytes
//	moment TIME          Time
//	digits TEXT          Digits
func (t *Table) Funcs() map[string]any {
	return map[string]any{
		"t": t.Say,
		"many": func(key string, n any, args ...any) (string, error) {
			whole, err := integer(n)
			if err != nil {
				return "", err
			}
			return t.Count(key, whole, args...)
		},
		"term":     func(group string, value any) string { return t.Term(group, fmt.Sprint(value)) },
		"property": t.Property,
		"worded":   t.Value,
		"n": func(n any) (string, error) {
			whole, err := integer(n)
			return t.Number(whole), err
		},
		"dec":    t.Decimal,
		"size":   t.Bytes,
		"moment": t.Time,
		"digits": t.Digits,
	}
}

func integer(n any) (int64, error) {
	switch v := n.(type) {
	case int:
		return int64(v), nil
	case int64:
		return v, nil
	}
	return 0, fmt.Errorf("%v is a %T, not a whole number", n, n)
}
