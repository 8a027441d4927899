package apimodel

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"
)

func inflated(tb testing.TB, service string) []byte {
	tb.Helper()
	packed, err := models.ReadFile("models/" + service + ".model")
	if err != nil {
		tb.Fatal(err)
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		tb.Fatal(err)
	}
	return plain
}

// TestDecodeDamaged: a table is read to its end or not at all.
func TestDecodeDamaged(t *testing.T) {
	plain := inflated(t, "sts")
	if _, err := decodePlain(plain); err != nil {
		t.Fatal(err)
	}
	for n := range plain {
		if _, err := decodePlain(plain[:n]); err == nil {
			t.Fatalf("%d bytes of %d make a service", n, len(plain))
		}
	}
	tests := []struct {
		name  string
		plain []byte
		want  string
	}{
		{"another format", []byte{2}, "format 2"},
		{"a tail", append(bytes.Clone(plain), 0), "more than a table"},
		{"a large number", bytes.Repeat([]byte{0xff}, 12), "cut off or too large"},
		{"strings out of order", []byte{1, 2, 0, 1, 'b', 0, 1, 'a'}, "strings that are not in order"},
		{"a string that shares too much", []byte{1, 1, 5, 1, 'b'}, "a string that is cut off"},
		{"a shape of no kind", []byte{1, 0, 1, 0, 99, 0, 0}, "a shape of no kind"},
		{"an element that is not there", []byte{1, 0, 1, 0, 8, 40, 0, 0}, "a shape that is not there"},
		{"a value that is not there", []byte{1, 0, 1, 0, 7, 1, 3, 0, 0}, "a string that is not there"},
		{"members out of order", []byte{1, 2, 0, 1, 'a', 0, 1, 'b', 1, 2, 10, 2, 2, 0, 0, 0, 0, 0}, "members that are not in order"},
		{"an operation that takes text", []byte{1, 1, 0, 1, 'a', 0, 0, 0, 1, 0, 0, 0, 0}, "no structure"},
	}
	for _, tt := range tests {
		if _, err := decodePlain(tt.plain); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := decode([]byte("no deflate")); err == nil {
		t.Error("what is not deflated is a service")
	}
}

// FuzzDecode: whatever is in a table, it is refused or wholly usable.
func FuzzDecode(f *testing.F) {
	for _, service := range []string{"sts", "rdsdata", "sqs"} {
		f.Add(inflated(f, service))
	}
	f.Add([]byte{1, 1, 0, 1, 'a', 1, 1, 10, 1, 1, 7, 0, 1, 0, 7, 7, 0})
	f.Fuzz(func(t *testing.T, plain []byte) {
		s, err := decodePlain(plain)
		if err != nil {
			return
		}
		for i := range s.Operations {
			op := &s.Operations[i]
			if found, ok := s.Operation(op.Name); capital(op.Name) == op.Name && (!ok || found != op) {
				t.Errorf("operation %q is not found", op.Name)
			}
			for _, m := range op.Input.Members {
				if _, ok := op.Input.Member(m.Name); !ok || m.Shape == nil {
					t.Errorf("member %q is not found, or has no shape", m.Name)
				}
			}
			AsSDK.Answer(op)
		}
	})
}

// BenchmarkLookup unpacks the tables of three services, as a compile does that
// uses them.
func BenchmarkLookup(b *testing.B) {
	for _, of := range []struct {
		name     string
		services []string
	}{
		{"emr+glue+lambda", []string{"emr", "glue", "lambda"}},
		{"ec2+quicksight+sagemaker", []string{"ec2", "quicksight", "sagemaker"}}, // the largest
	} {
		b.Run(of.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range of.services {
					if unpack(s) == nil {
						b.Fatal(s)
					}
				}
			}
		})
	}
}
