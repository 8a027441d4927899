package awstest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
)

// A stale is what readers of Step Functions still see: the answers they would
// have had before the last write.
type stale struct {
	asked   map[string]question // by what they say
	order   []string
	before  map[string]answer
	written int // at which call
}

// A question is a call that reads.
type question struct {
	request *http.Request
	body    []byte
}

// askStates puts a call to the endpoint, after what it does not know of: whether
// a role can be assumed, and whether it may log.
func (s *Server) askStates(c Call, r *http.Request, body []byte) (answer, *Problem) {
	if c.Name == "CreateStateMachine" || c.Name == "UpdateStateMachine" {
		if p := s.checkMachine(params(c.Params)); p != nil {
			return answer{}, p
		}
	}
	if s.opts.Redrivable && c.Name == "RedriveExecution" {
		return jsonAnswer(http.StatusOK, "application/x-amz-json-1.0", map[string]any{"redriveDate": 1}), nil
	}
	m := &s.machine
	key := c.Name + " " + string(body)
	switch {
	case s.opts.Lag == 0:
	case c.Writes():
		before := map[string]answer{}
		for _, q := range m.order {
			before[q] = s.pass(m.asked[q].request, m.asked[q].body)
		}
		m.before, m.written = before, s.count
	default:
		if _, known := m.asked[key]; !known {
			if m.asked == nil {
				m.asked = map[string]question{}
			}
			m.asked[key] = question{r.Clone(context.Background()), body}
			m.order = append(m.order, key)
		}
		if old, ok := m.before[key]; ok && s.count-m.written <= s.opts.Lag {
			return old, problemOf(old)
		}
	}
	out := s.pass(r, body)
	if s.opts.Redrivable && c.Name == "DescribeExecution" {
		out.body = bytes.Replace(out.body, []byte(`"NOT_REDRIVABLE"`), []byte(`"REDRIVABLE"`), 1)
	}
	return out, problemOf(out)
}

// pass a request on to the endpoint.
func (s *Server) pass(r *http.Request, body []byte) answer {
	again := httptest.NewRequestWithContext(context.Background(), r.Method, "http://localhost/", bytes.NewReader(body))
	again.Header = r.Header.Clone()
	w := httptest.NewRecorder()
	s.States.ServeHTTP(w, again)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// problemOf is what an answer of the endpoint refuses; nil: nothing.
func problemOf(a answer) *Problem {
	if a.status < http.StatusBadRequest {
		return nil
	}
	var said struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(a.body, &said); err != nil {
		panic("awstest: Step Functions refuses without words: " + string(a.body))
	}
	return &Problem{said.Type, said.Message, a.status}
}

// checkMachine says what Step Functions says of the role of a machine and of
// where it logs.
func (s *Server) checkMachine(p params) *Problem {
	role := p.text("roleArn")
	denied := func(text string) *Problem { return refuse(http.StatusBadRequest, "AccessDeniedException", "%s", text) }
	if role != "" && !s.assumable(role, "states.amazonaws.com") {
		return denied("Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.")
	}
	for _, d := range p.object("loggingConfiguration").list("destinations") {
		arn := d.object("cloudWatchLogsLogGroup").text("logGroupArn")
		there := slices.ContainsFunc(s.logs.keys(), func(name string) bool { return s.groupARN(name)+":*" == arn })
		if !there || !s.granted(role, "logs:CreateLogDelivery") {
			return denied("The state machine IAM Role is not authorized to access the Log Destination")
		}
	}
	return nil
}
