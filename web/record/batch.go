package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
)

// A batch is stored whole or not at all, and synced once: with a sync after
// each message a store takes what a disk syncs in a second, a thousand or two;
// in batches it takes many times that. A batch that holds a message which the
// stream already has is refused as a whole.

// smallestBatch is how many messages make a batch worth while; it is laid down
// in a file of its own first.
const smallestBatch = 8

// batchSize is how many messages are under way before their acknowledgements
// are waited for. A server takes batches of up to 1,000.
const batchSize = 1000

// Headers of the messages of a batch, which nats.go has no names for.
const (
	headerBatchID       = "Nats-Batch-Id"
	headerBatchSequence = "Nats-Batch-Sequence"
	headerBatchCommit   = "Nats-Batch-Commit"
)

// errRefusedBatch says that a server has looked at a batch and stored nothing
// of it.
var errRefusedBatch = errors.New("the batch was refused")

// sendBatch stores messages at once and waits until they are. After another
// error than errRefusedBatch nobody knows whether they are.
func sendBatch(conn *nats.Conn, batch []message) error {
	id := nats.NewInbox()[len(nats.InboxPrefix):]
	last := len(batch) - 1
	for i := range batch[:last] {
		if err := conn.PublishMsg(batch[i].inBatch(id, i)); err != nil {
			return errors.Join(errRefusedBatch, err) // it has no end
		}
	}
	m := batch[last].inBatch(id, last)
	m.Header.Set(headerBatchCommit, "1")
	answer, err := conn.RequestMsg(m, ackPatience)
	if err != nil {
		return fmt.Errorf("store a batch: %w", err)
	}
	return checkBatch(answer.Data, id, len(batch))
}

func (m *message) inBatch(id string, i int) *nats.Msg {
	n := m.nats()
	n.Header.Set(headerBatchID, id)
	n.Header.Set(headerBatchSequence, strconv.Itoa(i+1))
	return n
}

// checkBatch reads the acknowledgement of a batch.
func checkBatch(raw []byte, id string, count int) error {
	var ack struct {
		Batch string          `json:"batch"`
		Count int             `json:"count"`
		Error json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(raw, &ack); err != nil {
		return fmt.Errorf("acknowledgement of a batch: %w", err)
	}
	if len(ack.Error) > 0 || ack.Batch != id || ack.Count != count {
		return fmt.Errorf("%w: %.200q", errRefusedBatch, raw)
	}
	return nil
}
