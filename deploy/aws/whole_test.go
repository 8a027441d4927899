package aws

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
)

type clientFunc func(*http.Request) (*http.Response, error)

func (f clientFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

// A stream that was closed cannot be read any more.
type stream struct {
	io.Reader
	closed bool
}

func (s *stream) Read(b []byte) (int, error) {
	if s.closed {
		return 0, errors.New("read of a stream that was closed")
	}
	return s.Reader.Read(b)
}

func (s *stream) Close() error { s.closed = true; return nil }

func TestWhole(t *testing.T) {
	from := &stream{Reader: strings.NewReader("body")}
	r, err := http.NewRequest(http.MethodPost, "http://localhost/", from)
	if err != nil {
		t.Fatal(err)
	}
	var sent []string
	w := whole{clientFunc(func(r *http.Request) (*http.Response, error) {
		from.Close() // as the SDK does while it is sent
		again, err := r.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range []io.Reader{r.Body, again} {
			text, err := io.ReadAll(body)
			if err != nil {
				t.Error(err)
			}
			sent = append(sent, string(text))
		}
		if r.ContentLength != 4 {
			t.Errorf("the length is %d, want 4", r.ContentLength)
		}
		return nil, nil //nolint:nilnil // nobody looks
	})}
	if _, err := w.Do(r); err != nil || len(sent) != 2 || sent[0] != "body" || sent[1] != "body" { //nolint:bodyclose // there is none
		t.Errorf("sent are %q, %v", sent, err)
	}
	broken, err := http.NewRequest(http.MethodPost, "http://localhost/", iotest.ErrReader(errors.New("broken")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(broken); err == nil || err.Error() != "broken" { //nolint:bodyclose // there is none
		t.Errorf("a body that breaks off gives %v", err)
	}
}
