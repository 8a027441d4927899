package endpoint

import (
	"errors"
	"regexp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// tokenForm is what the engine's task tokens look like.
var tokenForm = regexp.MustCompile(`^AQ[0-9a-f]{38,}$`)

// mostToken is the longest that a token may be (API model).
const mostToken = 2048

// holder finds the execution that a task token belongs to.
func (e *Endpoint) holder(token string) (*engine.Live, error) {
	if !tokenForm.MatchString(token) {
		return nil, faultf("InvalidToken", "Invalid Token: 'Invalid token'")
	}
	e.account.mu.Lock()
	x := e.account.tokens[token]
	e.account.mu.Unlock()
	if x == nil {
		return nil, faultf("TaskDoesNotExist", "Task does not exist")
	}
	return x.running(), nil
}

// sent turns the engine's answer to a token into AWS's.
func sent(err error) (asl.Object, error) {
	if errors.Is(err, engine.ErrNoTask) || errors.Is(err, engine.ErrEnded) {
		return nil, faultf("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
	}
	return nil, err
}

func (e *Endpoint) sendTaskSuccess(r *request) (asl.Object, error) {
	token := r.text("taskToken", 1, mostToken)
	text := r.text("output", 0, 0)
	if err := r.fault(); err != nil {
		return nil, err
	}
	if len(text) > engine.MaxPayload {
		return nil, faultf("InvalidOutput", "Invalid Output: 'the output has more than %d bytes'", engine.MaxPayload)
	}
	output, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return nil, faultf("InvalidOutput", "Invalid Output: '%v'", err)
	}
	live, err := e.holder(token)
	if err != nil {
		return nil, err
	}
	return sent(live.Send(token, engine.Outcome{Output: output}))
}

func (e *Endpoint) sendTaskFailure(r *request) (asl.Object, error) {
	token := r.text("taskToken", 1, mostToken)
	name, _ := r.maybe("error", 0, 256)
	cause, caused := r.maybe("cause", 0, mostCause)
	if err := r.fault(); err != nil {
		return nil, err
	}
	live, err := e.holder(token)
	if err != nil {
		return nil, err
	}
	if name == "" {
		// The engine takes a failure by its error's name.
		name = "States.TaskFailed"
	}
	return sent(live.Send(token, engine.Outcome{Error: name, Cause: cause, NoCause: !caused}))
}

func (e *Endpoint) sendTaskHeartbeat(r *request) (asl.Object, error) {
	token := r.text("taskToken", 1, mostToken)
	if err := r.fault(); err != nil {
		return nil, err
	}
	live, err := e.holder(token)
	if err != nil {
		return nil, err
	}
	return sent(live.Heartbeat(token))
}
