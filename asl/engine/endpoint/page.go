package endpoint

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// A page is the part of a list that a request asks for. Lists go by the places
// of what is in them, so that a page begins where the last one ended whatever
// was added or removed meanwhile.
type page struct {
	most  int
	after uint64 // place of the last one shown; 0 at the beginning
	list  string // of which list, with which other arguments
}

// page reads how much of a list is wanted. Of says which list that is: a token
// is good for the same one only.
func (r *request) page(of ...string) (page, error) {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(of, "\x00")))
	p := page{list: strconv.FormatUint(h.Sum64(), 36)}
	p.most = int(r.integer("maxResults", 0, 1000, 0))
	if p.most == 0 {
		p.most = 100 // documented for all lists
	}
	token, given := r.maybe("nextToken", 1, 3096)
	if err := r.fault(); err != nil || !given {
		return p, err
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	list, place, ok := strings.Cut(string(text), ".")
	if p.after, _ = strconv.ParseUint(place, 10, 64); err != nil || !ok || list != p.list || p.after == 0 {
		return p, faultf("InvalidToken", "Invalid Token: 'Invalid token'")
	}
	return p, nil
}

func (p page) token(last uint64) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s.%d", p.list, last))
}

// cut gives the page of a list that is in the order of its places, rising or,
// with back, falling. The token is empty on the last page.
func cut[T any](p page, list []T, back bool, place func(T) uint64) (shown []T, token string) {
	for _, item := range list {
		at := place(item)
		if p.after != 0 && (!back && at <= p.after || back && at >= p.after) {
			continue
		}
		if len(shown) == p.most {
			return shown, p.token(place(shown[p.most-1]))
		}
		shown = append(shown, item)
	}
	return shown, ""
}
