"""``models.py``: datamodel-code-generator, through our templates."""

import warnings
from collections import defaultdict

from contracts.reading import Contract
from generation.generator_input import aliases, models_input, template_data
from generation.toolchain import TEMPLATES, BuildError

# Whatever a model may need; ruff drops what it does not.
_MODEL_NAMES = [
    "Answer", "Request", "WireEnum", "array", "boolean", "integer", "masked", "member", "nested", "number",
    "text", "wire",
]  # fmt: skip
_IMPORTS = [
    "attrs.field",
    "attrs.frozen",
    "attrs.validators.optional",
    "collections.abc.Sequence",
    "typing.ClassVar",
    "typing.Literal",
    *(f"realname.core.model.{name}" for name in _MODEL_NAMES),
]


def models_module(contract: Contract, header: str) -> str:
    """The text of ``models.py``, not formatted yet.

    Raises:
        BuildError: the generator warned, or failed.
    """
    # Slow to import, so not before the contract is found to be sound.
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import DataModelType, InputFileType

    document = contract.source.document
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        module = generate(
            models_input(document),
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.DataclassesDataclass,
            custom_template_dir=TEMPLATES,
            extra_template_data=defaultdict(dict, template_data(document)),
            aliases=aliases(document),
            additional_imports=_IMPORTS,
            custom_file_header=header,
            disable_timestamp=True,
            snake_case_field=True,
            capitalise_enum_members=True,
            strict_nullable=True,
            field_constraints=True,
            field_include_all_keys=True,
            use_field_description=True,
            use_schema_description=True,
            use_standard_collections=True,
            use_generic_container_types=True,
            use_union_operator=True,
            formatters=[],
        )
    if caught:
        raise BuildError("datamodel-code-generator warns:\n" + "\n".join(f"  {warning.message}" for warning in caught))
    if not isinstance(module, str):
        raise BuildError("datamodel-code-generator made several modules, one is due")
    return module
