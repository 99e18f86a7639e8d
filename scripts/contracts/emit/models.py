"""The classes of requests, answers and enums: datamodel-code-generator, through our templates."""

import ast
import warnings
from collections import defaultdict

from contracts.emit.generator_input import aliases, models_input, template_data
from contracts.emit.toolchain import TEMPLATES, BuildError
from contracts.reading import Contract


def model_classes(contract: Contract) -> dict[str, str]:
    """The code of every class by its name, in an order in which each can be made; not formatted yet.

    Raises:
        BuildError: the generator warned, or failed.
    """
    # Slow to import, so not before the contract is found to be sound.
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import DataModelType, InputFileType

    document = contract.document
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        module = generate(
            models_input(document),
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.DataclassesDataclass,
            custom_template_dir=TEMPLATES,
            extra_template_data=defaultdict(dict, template_data(contract)),
            aliases=aliases(document),
            custom_file_header="",
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
    lines = module.splitlines()
    return {
        node.name: "\n".join(lines[min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1 : node.end_lineno])
        for node in ast.parse(module).body
        if isinstance(node, ast.ClassDef)
    }
