"""A tiny cross-encoder of random weights, saved as its library saves models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CHARACTERS = (
    "公园开放面积很大鸟有九种门票十元地铁通车多少钱湿去年候经区引进半导体项目个今绿化工作"
    "也展记者王小明报道截至前共综述。？"
)


def save_model(folder: Path, *, judge: bool = True, scores: int = 1) -> str:
    """Save a BERT of 2 layers over single characters; with a head that judges, or without."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(CHARACTERS))]
    tokenizer: Any = BertTokenizer(vocab={word: at for at, word in enumerate(words)})
    tokenizer.model_max_length = 64
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64, num_labels=scores, initializer_range=0.3,
    )  # fmt: skip
    torch.manual_seed(5)
    (BertForSequenceClassification if judge else BertModel)(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)
