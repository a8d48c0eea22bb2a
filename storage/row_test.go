package storage

import (
	"reflect"
	"testing"
)

// TestColumnsOfADeviceAreItsWholeRow keeps a member that is added from being
// left out where devices are read by columns.
func TestColumnsOfADeviceAreItsWholeRow(t *testing.T) {
	var r deviceRow
	columns, v := r.columns(), reflect.ValueOf(&r).Elem()
	if len(columns) != v.NumField() {
		t.Fatalf("%d columns of %d", len(columns), v.NumField())
	}
	for i, c := range columns {
		if c.into != v.Field(i).Addr().Interface() {
			t.Errorf("column %s goes elsewhere than into %s", c.name, v.Type().Field(i).Name)
		}
	}
}

func TestColumnTakesOnlyWhatFits(t *testing.T) {
	text, number, few, blob, truth := "as it was", int64(1), 1, []byte("x"), false
	for _, c := range []struct {
		into, value any
		ok          bool
	}{
		{&text, nil, true}, {&text, "new", true}, {&text, []byte("new"), true}, {&text, int64(1), false},
		{&number, int64(2), true}, {&few, int64(2), true}, {&number, "2", false}, {&blob, []byte("y"), true}, {&blob, 1.5, false},
		{&truth, int64(1), true}, {&truth, true, true}, {&truth, "true", false},
	} {
		if err := (column{"c", c.into}).Scan(c.value); (err == nil) != c.ok {
			t.Errorf("%T into %T: %v", c.value, c.into, err)
		}
	}
	if text != "new" || number != 2 || few != 2 || string(blob) != "y" || !truth {
		t.Error("a value went nowhere")
	}
}
